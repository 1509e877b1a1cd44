/** The dashboard's addresses: what stands behind the `#`. Pure. */

import { assertNever } from "../../../client/platform/assert-never";

export const SETTINGS_TABS = ["general", "alerts", "deliveries", "history"] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

export type Route =
  /** Nowhere in particular: the page chooses a location. */
  | { readonly page: "home" }
  /** A thread by itself, as a link from elsewhere names it: its location is not known yet. */
  | { readonly page: "thread"; readonly threadId: string }
  /** A booking, as calendars and lists elsewhere link to it: its conversation is opened or begun. */
  | { readonly page: "booking"; readonly bookingId: string }
  | { readonly page: "inbox"; readonly locationId: string; readonly threadId: string | null }
  | { readonly page: "start"; readonly locationId: string }
  | { readonly page: "settings"; readonly locationId: string; readonly tab: SettingsTab };

/** A page of one location. */
export type LocationRoute = Exclude<Route, { page: "home" | "thread" | "booking" }>;

/** The route of an address; one that makes no sense leads home. */
export function routeOf(hash: string): Route {
  const [kind, id, ...rest] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decoded);
  if (kind === "threads" && id) return { page: "thread", threadId: id };
  if (kind === "bookings" && id) return { page: "booking", bookingId: id };
  if (kind === "locations" && id) return routeAt(id, rest);
  return { page: "home" };
}

function routeAt(locationId: string, [kind, id]: string[]): Route {
  switch (kind) {
    case "settings":
      return {
        page: "settings",
        locationId,
        tab: SETTINGS_TABS.find((tab) => tab === id) ?? "general",
      };
    case "start":
      return { page: "start", locationId };
    default:
      return { page: "inbox", locationId, threadId: kind === "threads" && id ? id : null };
  }
}

/** The address of a route, with its `#`. */
export function hrefOf(route: Route): string {
  return `#/${partsOf(route).map(encodeURIComponent).join("/")}`;
}

function partsOf(route: Route): string[] {
  switch (route.page) {
    case "home":
      return [];
    case "thread":
      return ["threads", route.threadId];
    case "booking":
      return ["bookings", route.bookingId];
    case "inbox":
      return [
        "locations",
        route.locationId,
        ...(route.threadId === null ? [] : ["threads", route.threadId]),
      ];
    case "start":
      return ["locations", route.locationId, "start"];
    case "settings":
      return [
        "locations",
        route.locationId,
        "settings",
        ...(route.tab === "general" ? [] : [route.tab]),
      ];
    default:
      return assertNever(route);
  }
}

export function locationOf(route: Route): string | null {
  return "locationId" in route ? route.locationId : null;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
