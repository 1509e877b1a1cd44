import { signal } from "@preact/signals-core";
import { expect, test } from "vitest";
import { Dashboard } from "../../src/dashboard/model/dashboard";
import type { Router } from "../../src/dashboard/model/navigation/router";
import { type Route, routeOf } from "../../src/dashboard/model/navigation/routes";
import { aThread } from "../support/threads";
import { StillWorld, settled } from "../support/world";

const ME = {
  operatorId: "op-1",
  name: "Ana",
  role: "administrator",
  locations: [{ locationId: "lisbon", name: "Lisbon", timeZone: "Europe/Lisbon" }],
};
const problem = (status: number, kind: string) =>
  new Response(JSON.stringify({ type: `/problems/${kind}` }), { status });

/** Somebody follows `#/bookings/b-1` from a calendar; `opens` is what the gateway says to that. */
async function followed(opens: () => Response, threadAfter = 0) {
  const world = new StillWorld();
  const asked: string[] = [];
  const fetch = async (url: string, { method = "GET" }: RequestInit): Promise<Response> => {
    asked.push(`${method} ${url.split("?")[0]}`);
    if (url === "/api/me") return Response.json(ME);
    if (url === "/api/bookings/b-1/thread") return opens();
    if (url === "/api/threads/t-1") {
      const looks = asked.filter((each) => each.endsWith(url)).length;
      return looks > threadAfter ? Response.json(aThread("t-1", 1)) : problem(404, "not-found");
    }
    return new Promise(() => {});
  };
  const route = signal<Route>(routeOf("#/bookings/b-1"));
  const router = {
    route,
    replace: (to: Route) => {
      route.value = to;
    },
  } as unknown as Router;
  const dashboard = new Dashboard(Object.assign(world, { fetch }), router, null);
  dashboard.open();
  await settled();
  return { world, route, dashboard, asked };
}

const THERE: Route = { page: "inbox", locationId: "lisbon", threadId: "t-1" };
const accepted = () => Response.json({ threadId: "t-1" }, { status: 202 });

test("a booking's link opens its conversation at its location", async () => {
  const { route } = await followed(accepted);
  expect(route.value).toEqual(THERE);
});

test("one that is begun by it is waited for", async () => {
  const { world, route } = await followed(accepted, 3);
  expect(route.value.page).toBe("booking");
  await world.pass(1_000);
  expect(route.value).toEqual(THERE);
});

test("while nobody answers it is tried again, and nobody who went elsewhere is taken away", async () => {
  let isAway = true;
  const { world, route, asked } = await followed(() =>
    isAway ? problem(503, "unavailable") : accepted(),
  );
  isAway = false;
  await world.pass(2_500);
  expect(route.value).toEqual(THERE);
  expect(asked.filter((each) => each.startsWith("POST"))).toHaveLength(2);

  const other = await followed(() => problem(503, "unavailable"));
  other.route.value = { page: "start", locationId: "lisbon" };
  await other.world.pass(60_000);
  expect(other.route.value.page).toBe("start");
  expect(other.asked.filter((each) => each.startsWith("POST"))).toHaveLength(1);
});

test.each(["not-found", "draft-booking", "messaging-disabled"])(
  "that it cannot be opened is said with the reason: %s",
  async (kind) => {
    const { dashboard, route } = await followed(() => problem(409, kind));
    expect(dashboard.notOpened.value).toEqual({ bookingId: "b-1", why: kind });
    expect(route.value.page).toBe("booking");
  },
);
