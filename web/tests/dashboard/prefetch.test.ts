import { describe, expect, test } from "vitest";
import { UnreachableError } from "../../src/client/gateway/problems";
import { scopeOf } from "../../src/client/platform/scope";
import type { OpenedThread, ThreadApi } from "../../src/dashboard/model/gateway/calls";
import { ThreadPrefetch } from "../../src/dashboard/model/thread/prefetch";
import { StillWorld, settled } from "../support/world";

const scope = scopeOf(new StillWorld());

/** Counts how often a thread is opened; each answer is another. */
class Counted {
  readonly answers: Promise<OpenedThread>[] = [];
  readonly api: ThreadApi;

  constructor(answer: () => Promise<OpenedThread> = async () => ({}) as OpenedThread) {
    const open = () => {
      const given = answer();
      this.answers.push(given);
      return given;
    };
    this.api = { open } as ThreadApi;
  }
}

describe("a thread that was asked for ahead", () => {
  test("is not asked for again by the first to open it", async () => {
    const ahead = new ThreadPrefetch();
    const counted = new Counted();
    ahead.ask("t-1", counted.api);

    const opened = await ahead.of("t-1", counted.api, scope).open();

    expect(counted.answers).toHaveLength(1);
    expect(opened).toBe(await counted.answers[0]);
  });

  test("is asked for anew by whoever opens it after that", async () => {
    const ahead = new ThreadPrefetch();
    const counted = new Counted();
    ahead.ask("t-1", counted.api);
    const api = ahead.of("t-1", counted.api, scope);
    await api.open();

    const again = await api.open();

    expect(counted.answers).toHaveLength(2);
    expect(again).toBe(await counted.answers[1]);
  });

  test("is asked for anew once the page was ready and did not want it", async () => {
    const ahead = new ThreadPrefetch();
    const counted = new Counted();
    ahead.ask("t-1", counted.api);
    ahead.forget();

    const opened = await ahead.of("t-1", counted.api, scope).open();

    expect(opened).toBe(await counted.answers[1]);
  });

  test("is no answer for another thread", async () => {
    const ahead = new ThreadPrefetch();
    const [one, other] = [new Counted(), new Counted()];
    ahead.ask("t-1", one.api);

    const opened = await ahead.of("t-2", other.api, scope).open();

    expect(opened).toBe(await other.answers[0]);
  });

  test("is no answer for a thread that was put away before it came", async () => {
    const ahead = new ThreadPrefetch();
    const counted = new Counted();
    const thread = scopeOf(new StillWorld());
    const told: OpenedThread[] = [];
    ahead.ask("t-1", counted.api);
    void ahead
      .of("t-1", counted.api, thread)
      .open()
      .then((opened) => told.push(opened));

    thread.end();
    await settled();

    expect(told).toEqual([]);
  });

  test("tells its trouble to whoever opens it, and to nobody else", async () => {
    const ahead = new ThreadPrefetch();
    const counted = new Counted(() => Promise.reject(new UnreachableError("no answer")));
    ahead.ask("t-1", counted.api);

    await expect(ahead.of("t-1", counted.api, scope).open()).rejects.toThrow("no answer");
  });
});
