import { beforeEach, describe, expect, test } from "vitest";
import type { LiveEvent } from "../../src/client/gateway/contracts";
import type { Listener } from "../../src/client/gateway/event-stream";
import { LiveConnection } from "../../src/client/gateway/live-connection";
import { type Scope, scopeOf } from "../../src/client/platform/scope";
import { AWAY, message, OFF, posted } from "../support/thread";
import { StillWorld, settled } from "../support/world";

/** A gateway's side of the line. */
class Gateway {
  readonly lines: Listener[] = [];
  /** When somebody called. */
  readonly tries: number[] = [];
  #end: (error?: Error) => void = () => {};
  refusal: Error | null = null;

  open = (listener: Listener, { signal }: Scope) =>
    new Promise<void>((resolve, reject) => {
      this.tries.push(world.time);
      if (this.refusal) return reject(this.refusal);
      this.lines.push(listener);
      this.#end = (error) => (error ? reject(error) : resolve());
      signal.addEventListener("abort", () => reject(AWAY));
      listener.onOpen();
    });

  end(error?: Error): void {
    this.#end(error);
  }
}

let world: StillWorld;
let scope: Scope;
let gateway: Gateway;
let connection: LiveConnection;
let heard: LiveEvent[];
let refusals: string[];
/** Catching up waits for this. */
let fetched: Promise<void>;
let caughtUp: number;

beforeEach(() => {
  world = new StillWorld();
  scope = scopeOf(world);
  gateway = new Gateway();
  heard = [];
  refusals = [];
  fetched = Promise.resolve();
  caughtUp = 0;
  connection = new LiveConnection({
    scope,
    open: gateway.open,
    onEvent: (event) => heard.push(event),
    catchUp: () => {
      caughtUp++;
      return fetched;
    },
    onRefused: ({ kind }) => refusals.push(kind),
  });
});

describe("the line", () => {
  test("is live only when everything missed has been fetched", async () => {
    let fetch = () => {};
    fetched = new Promise((resolve) => {
      fetch = resolve;
    });
    connection.start();
    await settled();
    expect(connection.state.peek()).toBe("connecting");
    fetch();
    await settled();
    expect(connection.state.peek()).toBe("live");
  });

  test.each([undefined, AWAY])("comes back by itself after it ended or broke", async (error) => {
    connection.start();
    await settled();
    gateway.end(error);
    await settled();
    expect(connection.state.peek()).toBe("lost");
    await world.pass(400);
    expect([connection.state.peek(), gateway.lines.length]).toEqual(["live", 2]);
  });

  test("is tried again after longer and longer waits, of at most 8 s", async () => {
    gateway.refusal = AWAY;
    const start = world.time;
    connection.start();
    await world.pass(30_000);
    expect(gateway.tries.map((time) => time - start)).toEqual([
      0, 400, 1_200, 2_800, 6_000, 12_400, 20_400, 28_400,
    ]);
    gateway.refusal = null;
    await world.pass(8_000);
    expect(connection.state.peek()).toBe("live");
  });

  test("is tried again when catching up fails", async () => {
    fetched = Promise.reject(AWAY);
    connection.start();
    await settled();
    expect(connection.state.peek()).toBe("lost");
    fetched = Promise.resolve();
    await world.pass(400);
    expect(connection.state.peek()).toBe("live");
  });

  test("ends when the gateway refuses for good, and can be started anew", async () => {
    gateway.refusal = OFF;
    connection.start();
    await world.pass(60_000);
    expect([connection.state.peek(), refusals]).toEqual(["ended", ["messaging-disabled"]]);
    gateway.refusal = null;
    connection.start();
    await settled();
    expect(connection.state.peek()).toBe("live");
  });

  test("hears nothing from a line that was given up", async () => {
    connection.start();
    await settled();
    connection.reconnect();
    await settled();
    gateway.lines[0]?.onEvent(posted(message(1)));
    expect(heard).toEqual([]);
    gateway.lines[1]?.onEvent(posted(message(1)));
    expect(heard.length).toBe(1);
  });

  test("that is dropped is lost at once, and tried again", async () => {
    connection.start();
    await settled();
    connection.drop();
    expect(connection.state.peek()).toBe("lost");
    await world.pass(400);
    expect(connection.state.peek()).toBe("live");
  });

  test("ends with its scope: nothing is heard of it or caught up with any more", async () => {
    let fetch = () => {};
    fetched = new Promise((resolve) => {
      fetch = resolve;
    });
    connection.start();
    await settled();
    scope.end();
    fetch();
    gateway.lines[0]?.onEvent(posted(message(1)));
    gateway.end(AWAY);
    await world.pass(60_000);
    connection.reconnect();
    connection.start();
    await world.pass(60_000);
    expect([connection.state.peek(), heard, caughtUp]).toEqual(["lost", [], 1]);
  });

  test("that is stopped stays stopped", async () => {
    connection.start();
    await settled();
    connection.stop();
    connection.reconnect();
    connection.drop();
    await world.pass(60_000);
    expect([connection.state.peek(), gateway.lines.length]).toEqual(["ended", 1]);
  });
});
