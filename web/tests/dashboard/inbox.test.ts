import { describe, expect, test } from "vitest";
import type { LiveEvent, Page, Thread } from "../../src/client/gateway/contracts";
import { ProblemError, UnreachableError } from "../../src/client/gateway/problems";
import type { InboxApi, ThreadsQuery } from "../../src/dashboard/model/gateway/calls";
import type { UnreadThreads } from "../../src/dashboard/model/gateway/contracts";
import { Inbox } from "../../src/dashboard/model/inbox/inbox";
import { compare, positionOf } from "../../src/dashboard/model/inbox/thread-list";
import { afterEvent } from "../../src/dashboard/model/thread/thread-reducer";
import {
  aBookingChange,
  aMarkingUnread,
  aMessage,
  anOperatorsRead,
  aThread,
  at,
  aWithdrawal,
} from "../support/threads";

/** A gateway with threads; it pages as the real one does. `asked` keeps what it was asked. */
class FakeGateway implements InboxApi {
  stored = new Map<string, Thread>();
  asked: string[] = [];
  failure: Error | null = null;
  /** Lists that are asked for now are answered after this. */
  until: Promise<void> = Promise.resolve();
  /** What is done while the next list answer is on its way. */
  meanwhile: () => void = () => {};

  constructor(...threads: Thread[]) {
    for (const thread of threads) this.stored.set(thread.threadId, thread);
  }

  /** Stores what an event says; the event. */
  happens(event: LiveEvent): LiveEvent {
    const { threadId } = event.data as { threadId: string };
    const known = this.stored.get(threadId);
    if (known) this.stored.set(threadId, afterEvent(known, event).thread);
    return event;
  }

  async threads({ filter, q, cursor, limit }: ThreadsQuery): Promise<Page<Thread>> {
    this.asked.push(`${q ?? filter} after ${cursor}`);
    if (this.failure) throw this.failure;
    const wanted = [...this.stored.values()]
      .filter((thread) => filter === "all" || thread.unread > 0)
      .filter((thread) => q === null || thread.threadId.includes(q))
      .sort((one, other) => compare(positionOf(one), positionOf(other)));
    const start = cursor === null ? 0 : Number(cursor);
    const items = wanted.slice(start, start + limit);
    const end = start + limit;
    this.meanwhile();
    this.meanwhile = () => {};
    await this.until;
    return { items, nextCursor: end < wanted.length ? String(end) : null };
  }

  async thread(threadId: string): Promise<Thread> {
    this.asked.push(threadId);
    if (this.failure) throw this.failure;
    const found = this.stored.get(threadId);
    if (!found) throw new ProblemError(404, "not-found", "", "");
    return found;
  }

  async unread(): Promise<UnreadThreads> {
    this.asked.push("unread");
    if (this.failure) throw this.failure;
    const threads = [...this.stored.values()].filter((thread) => thread.unread > 0).length;
    return { threads: Math.min(threads, 99), capped: threads > 99 };
  }
}

/** Timers that run when they are told to. */
class Timers {
  #waiting: (() => void)[] = [];
  readonly world = {
    random: () => 0,
    later: (_: number, run: () => void) => {
      this.#waiting.push(run);
      return () => {
        this.#waiting = this.#waiting.filter((each) => each !== run);
      };
    },
  };

  async runAll(): Promise<void> {
    const due = this.#waiting;
    this.#waiting = [];
    for (const run of due) run();
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

async function anInbox(...threads: Thread[]) {
  const gateway = new FakeGateway(...threads);
  const timers = new Timers();
  const inbox = new Inbox("lisbon", gateway, timers.world);
  await inbox.catchUp();
  gateway.asked = [];
  return { gateway, timers, inbox };
}

const shown = (inbox: Inbox) =>
  inbox.current.value.list.value.threads.map((thread) => thread.threadId);
const read = { unread: 0, operatorReadSeq: 1, operatorReadAt: at(3) };

test("the list stands newest first, with the number of unread threads", async () => {
  const { inbox } = await anInbox(aThread("old", 1), aThread("new", 2), aThread("read", 3, read));

  expect(shown(inbox)).toEqual(["read", "new", "old"]);
  expect(inbox.unread.value).toEqual({ threads: 2, capped: false });
});

test("a message moves its thread to the top and counts", async () => {
  const { inbox, gateway } = await anInbox(aThread("a", 1, read), aThread("b", 2));

  inbox.apply(gateway.happens(aMessage("a", 5)));

  expect(shown(inbox)).toEqual(["a", "b"]);
  expect(inbox.find("a")?.unread).toBe(1);
  expect(inbox.unread.value).toEqual({ threads: 2, capped: false });
});

test("whatever was heard, the unread threads are counted again", async () => {
  const { inbox, gateway, timers } = await anInbox(aThread("a", 1), aThread("b", 2));
  gateway.stored.set("elsewhere", aThread("elsewhere", -9));

  inbox.apply(gateway.happens(anOperatorsRead("a", 6, 1)));
  expect(inbox.unread.value?.threads).toBe(1);
  await timers.runAll();

  expect(inbox.unread.value?.threads).toBe(2);
});

test("a thread that nobody knew is fetched and placed", async () => {
  const { inbox, gateway, timers } = await anInbox(aThread("a", 1));
  gateway.stored.set("new", aThread("new", 9));

  inbox.apply(aMessage("new", 9, { seq: 1 }));
  await timers.runAll();

  expect(shown(inbox)).toEqual(["new", "a"]);
  expect(gateway.asked).toEqual(["new", "unread"]);
});

test("many threads that nobody knew cost one question", async () => {
  const { inbox, gateway, timers } = await anInbox(aThread("a", 1));
  for (let n = 0; n < 30; n++) {
    gateway.stored.set(`new ${n}`, aThread(`new ${n}`, 10 + n));
    inbox.apply(aMessage(`new ${n}`, 10 + n, { seq: 1 }));
  }
  await timers.runAll();

  expect(shown(inbox).length).toBe(31);
  expect(gateway.asked).toEqual(["all after null", "unread"]);
});

test("what nobody could tell is asked again", async () => {
  const { inbox, gateway, timers } = await anInbox(aThread("a", 1));
  gateway.stored.set("new", aThread("new", 9));
  gateway.failure = new ProblemError(503, "unavailable", "", "");
  inbox.apply(aMessage("new", 9, { seq: 1 }));
  await timers.runAll();
  gateway.failure = null;
  await timers.runAll();

  expect(shown(inbox)).toEqual(["new", "a"]);
  expect(inbox.unread.value?.threads).toBe(2);
});

test("a thread that has left the location leaves the list", async () => {
  const { inbox, gateway, timers } = await anInbox(aThread("a", 1), aThread("b", 2));
  gateway.stored.delete("a");
  inbox.apply(aMessage("a", 9, { seq: 4 }));
  await timers.runAll();
  expect(shown(inbox)).toEqual(["b"]);

  inbox.take(aThread("b", 2, { locationId: "kyoto" }));
  expect(shown(inbox)).toEqual([]);
});

describe("with the filter Unread", () => {
  async function unreadOnly() {
    const world = await anInbox(aThread("a", 1), aThread("b", 2), aThread("read", 3, read));
    world.inbox.choose("unread");
    await settled();
    return world;
  }

  test("only unread threads stand there", async () => {
    const { inbox } = await unreadOnly();

    expect(shown(inbox)).toEqual(["b", "a"]);
  });

  test("a thread comes with a customer's message and goes when it is read", async () => {
    const { inbox, gateway } = await unreadOnly();

    inbox.apply(gateway.happens(aMessage("read", 5)));
    expect(shown(inbox)).toEqual(["read", "b", "a"]);
    inbox.apply(gateway.happens(anOperatorsRead("read", 6, 2)));
    inbox.apply(gateway.happens(anOperatorsRead("a", 6, 1)));

    expect(shown(inbox)).toEqual(["b"]);
  });

  test("a thread comes back when it is marked unread", async () => {
    const { inbox, gateway } = await unreadOnly();

    inbox.apply(gateway.happens(aMarkingUnread("read", 7, 0)));

    expect(shown(inbox)).toEqual(["read", "b", "a"]);
  });

  test("the open thread stays until the reader goes on", async () => {
    const { inbox, gateway } = await unreadOnly();

    inbox.select("b");
    inbox.apply(gateway.happens(anOperatorsRead("b", 6, 1)));
    expect(shown(inbox)).toEqual(["b", "a"]);
    inbox.select("a");

    expect(shown(inbox)).toEqual(["a"]);
  });

  test("the other filter still has its list, and what happened meanwhile", async () => {
    const { inbox, gateway } = await unreadOnly();
    inbox.apply(gateway.happens(aMessage("a", 8)));

    inbox.choose("all");

    expect(shown(inbox)).toEqual(["a", "read", "b"]);
  });
});

describe("searching", () => {
  test("shows what was found, and the list again when the words are gone", async () => {
    const { inbox } = await anInbox(aThread("sail", 1), aThread("hike", 2));

    inbox.search(" sail ");
    await settled();
    expect([inbox.words.value, shown(inbox)]).toEqual(["sail", ["sail"]]);
    inbox.search("  ");

    expect([inbox.words.value, shown(inbox)]).toEqual([null, ["hike", "sail"]]);
  });

  test("news of others do not come among what was found", async () => {
    const { inbox, gateway } = await anInbox(aThread("sail", 1), aThread("hike", 2));
    inbox.search("sail");
    await settled();

    inbox.apply(gateway.happens(aMessage("hike", 5)));
    inbox.apply(gateway.happens(aMessage("sail", 6)));

    expect(shown(inbox)).toEqual(["sail"]);
    expect(inbox.current.value.find("sail")?.unread).toBe(2);
  });
});

describe("after an outage", () => {
  test("everything in view is fetched anew", async () => {
    const { inbox, gateway } = await anInbox(aThread("a", 1), aThread("b", 2));
    gateway.happens(aMessage("a", 5));
    gateway.happens(anOperatorsRead("b", 6, 1));

    await inbox.catchUp();

    expect(shown(inbox)).toEqual(["a", "b"]);
    expect([inbox.find("a")?.unread, inbox.find("b")?.unread]).toEqual([2, 0]);
    expect(inbox.unread.value?.threads).toBe(1);
  });

  test("what fails leaves the list as it was, says so, and is tried again", async () => {
    const { inbox, gateway, timers } = await anInbox(aThread("a", 1));
    gateway.failure = new UnreachableError("no answer");

    await expect(inbox.catchUp()).rejects.toBe(gateway.failure);
    expect(shown(inbox)).toEqual(["a"]);
    expect(inbox.current.value.failure.value).toBe(gateway.failure);
    gateway.failure = null;
    await timers.runAll();

    expect(inbox.current.value.failure.value).toBe(null);
  });

  test("an answer that was asked for before counts for nothing", async () => {
    const { inbox, gateway } = await anInbox(aThread("a", 1), aThread("b", 2));
    let arrives = () => {};
    gateway.until = new Promise((resolve) => {
      arrives = resolve;
    });
    const before = inbox.catchUp();
    gateway.until = Promise.resolve();
    gateway.stored.set("new", aThread("new", 5));
    await inbox.catchUp();
    arrives();
    await before;

    expect(shown(inbox)).toEqual(["new", "b", "a"]);
  });
});

test("what happens while the list is on its way is not lost", async () => {
  const gateway = new FakeGateway(aThread("a", 1), aThread("b", 2));
  const timers = new Timers();
  const inbox = new Inbox("lisbon", gateway, timers.world);
  gateway.meanwhile = () => inbox.apply(gateway.happens(aMessage("a", 5)));

  await inbox.catchUp();
  await timers.runAll();

  expect(shown(inbox)).toEqual(["a", "b"]);
  expect(inbox.find("a")?.unread).toBe(2);
});

test("further pages come when the reader gets near them", async () => {
  const many = Array.from({ length: 300 }, (_, n) => aThread(`t${n}`, n));
  const { inbox, gateway } = await anInbox(...many);
  const list = inbox.current.value;
  expect(shown(inbox).length).toBe(50);

  list.see(9, 18);
  await settled();
  expect(gateway.asked).toEqual([]);
  list.see(12, 21);
  await settled();

  expect(gateway.asked).toEqual(["all after 50"]);
  expect(shown(inbox).length).toBe(250);
});

describe("a booking that changes", () => {
  test("shows in its row at once and keeps its place", async () => {
    const { inbox } = await anInbox(aThread("a", 1), aThread("b", 2));

    inbox.apply(aBookingChange("a", { status: "canceled" }));

    expect(shown(inbox)).toEqual(["b", "a"]);
    expect(inbox.find("a")?.booking.status).toBe("canceled");
  });

  test("is not undone by a list that was on its way", async () => {
    const { inbox, gateway, timers } = await anInbox(aThread("a", 1), aThread("b", 2));
    gateway.meanwhile = () => {
      const { type, data } = aBookingChange("a", { status: "canceled" });
      const booking = { ...aThread("a", 1).booking, status: "canceled" as const };
      gateway.stored.set("a", aThread("a", 1, { booking }));
      inbox.apply({ type, data } as LiveEvent);
    };

    await inbox.catchUp();
    await timers.runAll();

    expect(inbox.find("a")?.booking.status).toBe("canceled");
  });

  test("and is withdrawn shows so once that was asked about", async () => {
    const { inbox, gateway, timers } = await anInbox(aThread("a", 1));
    const booking = { ...aThread("a", 1).booking, withdrawn: true };
    gateway.stored.set("a", aThread("a", 1, { booking, canReply: false }));

    inbox.apply(aWithdrawal("a"));
    await timers.runAll();

    expect(inbox.find("a")?.booking.withdrawn).toBe(true);
  });

  test("and has moved to another location is gone from this one", async () => {
    const { inbox, gateway, timers } = await anInbox(aThread("a", 1), aThread("b", 2));
    gateway.stored.set("a", aThread("a", 1, { locationId: "kyoto" }));

    inbox.apply(aWithdrawal("a"));
    await timers.runAll();

    expect(shown(inbox)).toEqual(["b"]);
  });

  test("and that nobody here has a thread of changes and asks nothing", async () => {
    const { inbox, gateway, timers } = await anInbox(aThread("a", 1));

    inbox.apply(aBookingChange("unknown", { status: "canceled" }));
    await timers.runAll();

    expect([shown(inbox), gateway.asked]).toEqual([["a"], []]);
  });
});
