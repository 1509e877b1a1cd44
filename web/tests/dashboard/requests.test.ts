import { expect, test } from "vitest";
import { Http } from "../../src/client/gateway/http";
import { scopeOf } from "../../src/client/platform/scope";
import { requestsOf } from "../../src/dashboard/model/gateway/requests";
import { StillWorld } from "../support/world";

/** What was asked, and requests that anything is answered to. */
function recorded() {
  const asked: string[] = [];
  const fetch = async (path: string, { method = "GET", body }: RequestInit) => {
    asked.push([method, path, body].filter(Boolean).join(" "));
    return new Response("{}");
  };
  const scope = scopeOf({ ...new StillWorld(), fetch });
  return { asked, ...requestsOf(new Http(scope)) };
}

test("a parameter of the path stands encoded in the place of its name", async () => {
  const { asked, get } = recorded();

  await get("/api/threads/{thread_id}", { path: { thread_id: "a/b?c" } });

  expect(asked).toEqual(["GET /api/threads/a%2Fb%3Fc"]);
});

test("a parameter of the query that is null is left out", async () => {
  const { asked, get } = recorded();

  await get("/api/locations/{location_id}/threads", {
    path: { location_id: "lisbon" },
    query: { filter: "unread", q: "Zoë & co", cursor: null, limit: 20 },
  });

  expect(asked).toEqual([
    "GET /api/locations/lisbon/threads?filter=unread&q=Zo%C3%AB+%26+co&limit=20",
  ]);
});

test("a body is sent with its method, and the path has no question mark without a query", async () => {
  const { asked, send } = recorded();

  await send("post", "/api/threads/{thread_id}/read", {
    path: { thread_id: "one" },
    body: { seq: 3 },
  });

  expect(asked).toEqual(['POST /api/threads/one/read {"seq":3}']);
});
