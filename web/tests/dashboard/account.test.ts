import { expect, test } from "vitest";
import { Account } from "../../src/dashboard/model/account/account";
import { StillWorld, settled } from "../support/world";

const ME = { operatorId: "o-1", name: "Ana Ferreira", role: "standard", locations: [] };

/** Staff of a gateway that answers `me` with these, one after the other, and nothing else. */
function anAccount(...answers: (() => Response)[]) {
  const world = new StillWorld();
  const asked: string[] = [];
  const keptAlive: string[] = [];
  const fetch = async (url: string, { method, keepalive }: RequestInit): Promise<Response> => {
    asked.push(`${method} ${url}`);
    if (keepalive) keptAlive.push(`${method} ${url}`);
    const answer = url === "/api/me" ? answers.shift() : undefined;
    return answer ? answer() : new Promise(() => {});
  };
  return { account: new Account({ ...world, fetch }, null), world, asked, keptAlive };
}

const me = () => Response.json(ME);
const away = () => new Response("", { status: 503 });

test("staff are signed out even if the page is closed at once", async () => {
  const { account, keptAlive } = anAccount(me);
  void account.open();
  await settled();

  account.leave();
  await settled();

  expect(account.state.peek().kind).toBe("leaving");
  expect(keptAlive).toEqual(["POST /auth/logout"]);
});

test("who asks again while nobody answers is asked about once from then on", async () => {
  const { account, world, asked } = anAccount(away, me);
  void account.open();
  await settled();
  expect(account.state.peek().kind).toBe("unreachable");

  void account.open();
  await world.pass(60_000);

  expect(account.state.peek().kind).toBe("open");
  expect(asked).toEqual(["GET /api/me", "GET /api/me"]);
});

test("a gateway that refuses can be asked once more", async () => {
  const { account } = anAccount(() => new Response("", { status: 403 }), me);
  void account.open();
  await settled();
  expect(account.state.peek().kind).toBe("refused");

  void account.open();
  await settled();

  expect(account.state.peek()).toEqual({ kind: "open", me: ME });
});
