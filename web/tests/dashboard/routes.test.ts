import { expect, test } from "vitest";
import {
  hrefOf,
  locationOf,
  type Route,
  routeOf,
} from "../../src/dashboard/model/navigation/routes";

const ADDRESSES: [string, Route][] = [
  ["#/", { page: "home" }],
  ["#/threads/t-1", { page: "thread", threadId: "t-1" }],
  ["#/bookings/b%2F1", { page: "booking", bookingId: "b/1" }],
  ["#/locations/lisbon", { page: "inbox", locationId: "lisbon", threadId: null }],
  ["#/locations/lisbon/threads/t-1", { page: "inbox", locationId: "lisbon", threadId: "t-1" }],
  ["#/locations/lisbon/start", { page: "start", locationId: "lisbon" }],
  ["#/locations/lisbon/settings", { page: "settings", locationId: "lisbon", tab: "general" }],
  ["#/locations/lisbon/settings/alerts", { page: "settings", locationId: "lisbon", tab: "alerts" }],
  ["#/locations/a%3Fb%25/threads/x%23y", { page: "inbox", locationId: "a?b%", threadId: "x#y" }],
];

test.each(ADDRESSES)("%s leads to its page, and the page back to it", (address, route) => {
  expect(routeOf(address)).toEqual(route);
  expect(hrefOf(route)).toBe(address);
});

test.each([
  "",
  "#",
  "#nonsense",
  "#/bookings/",
  "#/locations",
  "#/locations/%E0%A4%A",
  "#/threads/",
])("an address that makes no sense leads home: %s", (address) => {
  expect(routeOf(address)).toEqual({ page: "home" });
});

test("what is below a location and makes no sense leads to its inbox or its settings", () => {
  const inbox = { page: "inbox", locationId: "lisbon", threadId: null };
  expect(routeOf("#/locations/lisbon/nonsense/x")).toEqual(inbox);
  expect(routeOf("#/locations/lisbon/threads/")).toEqual(inbox);
  expect(routeOf("#/locations/lisbon/settings/x")).toEqual(routeOf("#/locations/lisbon/settings"));
});

test("a route knows its location", () => {
  expect(locationOf(routeOf("#/locations/lisbon/start"))).toBe("lisbon");
  expect(locationOf(routeOf("#/threads/t-1"))).toBe(null);
});
