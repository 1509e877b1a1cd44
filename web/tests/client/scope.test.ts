import { beforeEach, describe, expect, test } from "vitest";
import { Http } from "../../src/client/gateway/http";
import { UnreachableError } from "../../src/client/gateway/problems";
import { retryWithBackoff } from "../../src/client/gateway/retry";
import { Phases, type Scope, scopeOf } from "../../src/client/platform/scope";
import { StillWorld, settled } from "../support/world";

let world: StillWorld;
/** What was asked of the network, and how each request stands. */
let asked: { url: string; signal: AbortSignal; answer(response: Response): void }[];
let scope: Scope;
let done: unknown[];
const note = (what: unknown) => void done.push(what);

beforeEach(() => {
  world = new StillWorld();
  asked = [];
  done = [];
  const fetch = (url: string, { signal }: RequestInit) =>
    new Promise<Response>((answer) => asked.push({ url, signal: signal as AbortSignal, answer }));
  scope = scopeOf({ ...world, fetch });
});

describe("a scope that has ended", () => {
  test("runs no timer that was set before, and none that is set after", async () => {
    scope.later(10, () => note("before"));
    scope.end();
    scope.later(10, () => note("after"));
    await world.pass(1_000);
    expect(done).toEqual([]);
  });

  test("gets no answer, good or bad, that was on its way", async () => {
    let fail = () => {};
    const bad = new Promise<string>((_, reject) => {
      fail = () => reject(new Error("late"));
    });
    void scope.held(Promise.resolve("late")).then(note, note);
    void scope.held(bad).then(note, note);
    scope.end();
    fail();
    await settled();
    expect(done).toEqual([]);
  });

  test("gets no answer whose head came before it ended and whose body comes after", async () => {
    let write: (text: string) => void = () => {};
    const body = new Promise<string>((resolve) => {
      write = resolve;
    });
    void new Http(scope).post("/late").then(note, note);
    asked[0]?.answer({ ok: true, text: () => body } as Response);
    await settled();
    scope.end();
    write("{}");
    await settled();
    expect(done).toEqual([]);
  });

  test("sends no request", async () => {
    scope.end();
    void new Http(scope).get("/late").then(note, note);
    await world.pass(60_000);
    expect([asked, done]).toEqual([[], []]);
  });

  test("gives up what it only reads, and lets what it changes go on", () => {
    void new Http(scope).get("/read");
    void new Http(scope).open("/events", "text/event-stream", scope.signal);
    void new Http(scope).post("/write");
    scope.end();
    expect(asked.map(({ url, signal }) => [url, signal.aborted])).toEqual([
      ["/read", true],
      ["/events", true],
      ["/write", false],
    ]);
  });

  test("keeps nothing and takes nothing away", () => {
    scope.store.set("kept", "before");
    scope.end();
    scope.store.set("kept", "after");
    scope.store.set("late", "after");
    scope.store.remove("kept");
    expect([...world.store.kept]).toEqual([["kept", "before"]]);
  });

  test("has ended all scopes within it, and none around it", () => {
    const inner = scopeOf(scope);
    const innermost = scopeOf(inner);
    inner.end();
    expect([scope, inner, innermost].map(({ signal }) => signal.aborted)).toEqual([
      false,
      true,
      true,
    ]);
    scope.end();
    expect(scopeOf(scope).signal.aborted).toBe(true);
  });
});

test("a request that nobody answers is given up after its time", async () => {
  void new Http(scope).get("/silence");
  await world.pass(9_999);
  expect(asked[0]?.signal.aborted).toBe(false);
  await world.pass(1);
  expect(asked[0]?.signal.aborted).toBe(true);
});

describe("a stage", () => {
  const states: string[] = [];
  let stage: Phases<string>;

  beforeEach(() => {
    states.length = 0;
    stage = new Phases(world, "first");
    stage.state.subscribe((state) => void states.push(state));
  });

  test("shows what the act that is on wants shown, and nothing of one that is over", () => {
    const first = stage.now;
    stage.show(first, "first, further on");
    stage.next(first, "second", (second) => stage.show(second, "second, further on"));
    stage.show(first, "revived");
    expect(states).toEqual(["first", "first, further on", "second", "second, further on"]);
  });

  test("is handed on by the act that is on alone, and ends it", () => {
    const first = stage.now;
    stage.next(first, "second", () => {});
    stage.next(first, "revived", () => states.push("begun"));
    expect([states, first.signal.aborted, stage.now.signal.aborted]).toEqual([
      ["first", "second"],
      true,
      false,
    ]);
  });

  test("can show what belongs to an act until that ends", () => {
    const part = scopeOf(stage.now);
    stage.show(part, "a part");
    part.end();
    stage.show(part, "revived");
    expect(states).toEqual(["first", "a part"]);
  });
});

describe("insisting", () => {
  const failing = async () => {
    note(world.time);
    throw new UnreachableError("nobody there");
  };

  test("asks after longer and longer waits until there is an answer", async () => {
    const start = world.time;
    let failures = 0;
    const ask = async () => {
      if (failures < 3) return failing();
      return "an answer";
    };
    const answer = retryWithBackoff(scope, ask, () => failures++);
    await world.pass(10_000);
    expect(await answer).toBe("an answer");
    expect(done.map((time) => (time as number) - start)).toEqual([0, 400, 1_200]);
  });

  test("asks at once when that is wanted, and not a second time for the wait", async () => {
    let again = () => {};
    void retryWithBackoff(scope, failing, (_, now) => {
      again = now;
    });
    await settled();
    again();
    await settled();
    expect(done.length).toBe(2);
    await world.pass(799);
    expect(done.length).toBe(2);
  });

  test("ends with its scope, however it waits", async () => {
    let again = () => {};
    const ask = () => new Http(scope).get("/late");
    void retryWithBackoff(scope, ask, (_, now) => {
      again = now;
    });
    asked[0]?.answer(new Response("", { status: 503 }));
    await settled();
    scope.end();
    again();
    await world.pass(60_000);
    expect(asked.length).toBe(1);
  });
});
