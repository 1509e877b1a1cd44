import { beforeEach, describe, expect, test } from "vitest";
import { CUSTOMER, OPERATOR } from "../../src/client/gateway/contracts";
import { Conversation } from "../../src/client/messaging/conversation";
import { Drafts, forgetReader } from "../../src/client/messaging/drafts";
import { scopeOf } from "../../src/client/platform/scope";
import {
  AWAY,
  BUSY,
  FakeThread,
  message,
  messages,
  OFF,
  posted,
  read,
  rejected,
  UNREAD,
} from "../support/thread";
import { StillWorld, settled } from "../support/world";

let world: StillWorld;
let thread: FakeThread;
let page: Conversation;

/** The page as it is after a reload: what is kept is all that is left. */
function opened(scope = scopeOf(world)): Conversation {
  return new Conversation({
    side: CUSTOMER,
    api: thread,
    scope,
    drafts: new Drafts(world.store, "booking", "thread"),
    onFailure: (failure) => expect.unreachable(failure.message),
  });
}

/** As the live line does it after each connection. */
async function catchUp(of: Conversation = page): Promise<void> {
  await of.catchUp({ messages: thread.stored.slice(-50), ...UNREAD });
}

const shown = (of: Conversation = page) => of.history.peek().messages.map(({ text }) => text);
const waiting = (of: Conversation = page) =>
  of.outbox.peek().map(({ text, fate }) => `${fate.state}: ${text}`);

beforeEach(async () => {
  world = new StillWorld();
  thread = new FakeThread();
  page = opened();
  await catchUp();
});

describe("sending", () => {
  test("a message is sending, then accepted, then in the history", async () => {
    page.sending.write(" Hello ");
    expect(waiting()).toEqual(["sending: Hello"]);
    await settled();
    expect(waiting()).toEqual(["accepted: Hello"]);
    page.apply(thread.store("id-1", "Hello"));
    expect([waiting(), shown()]).toEqual([[], ["Hello"]]);
  });

  test("an event that is quicker than the answer leaves one message", async () => {
    page.sending.write("Hello");
    page.apply(thread.store("id-1", "Hello"));
    await settled();
    expect([waiting(), shown()]).toEqual([[], ["Hello"]]);
  });

  test.each(["", " \n ", "x".repeat(4001)])(
    "a text that the server refuses is not sent",
    (text) => {
      expect([page.sending.write(text), waiting()]).toEqual([false, []]);
    },
  );

  test("without a connection messages wait, and go out in order when it is back", async () => {
    thread.failure = AWAY;
    page.sending.write("One");
    await settled();
    page.sending.write("Two");
    await settled();
    expect(waiting()).toEqual(["failed: One", "failed: Two"]);

    thread.failure = null;
    await catchUp();
    await settled();
    expect(thread.posts).toEqual(["id-1 One", "id-2 Two"]);
    expect(waiting()).toEqual(["accepted: One", "accepted: Two"]);
  });

  test("they are tried again by themselves, not before the gateway wants it", async () => {
    thread.failure = BUSY;
    page.sending.write("One");
    await settled();
    thread.failure = null;
    await world.pass(1_999);
    expect(thread.posts).toEqual([]);
    await world.pass(1);
    expect(thread.posts).toEqual(["id-1 One"]);
  });

  test("one that is refused stays with its reason, and the next has its turn", async () => {
    thread.failure = OFF;
    page.sending.write("One");
    await settled();
    thread.failure = null;
    page.sending.write("Two");
    await settled();
    expect(page.outbox.peek().map(({ fate }) => fate)).toEqual([
      { state: "failed", reason: "messaging-disabled", passes: false },
      { state: "accepted" },
    ]);
  });

  test("retry sends the same under the same id", async () => {
    thread.failure = OFF;
    page.sending.write("One");
    await settled();
    thread.failure = null;
    page.sending.retry("id-1");
    await settled();
    expect(thread.posts).toEqual(["id-1 One"]);
  });

  test("a rejection shows on its message; retried, it is a message of its own", async () => {
    page.sending.write("One");
    await settled();
    page.apply(rejected("id-1", "messaging-disabled"));
    expect(waiting()).toEqual(["rejected: One"]);
    page.sending.retry("id-1");
    await settled();
    expect([thread.posts, waiting()]).toEqual([["id-1 One", "id-2 One"], ["accepted: One"]]);
  });

  test("a rejection that was not heard is asked for", async () => {
    page.sending.write("One");
    await settled();
    thread.fates.set("id-1", { status: "rejected", reason: "messaging-disabled" });
    await world.pass(10_000);
    expect(waiting()).toEqual(["rejected: One"]);
  });

  test("a message whose event was not heard is fetched", async () => {
    page.sending.write("One");
    await settled();
    thread.store("id-1", "One");
    thread.fates.set("id-1", { status: "stored", seq: 1 });
    await world.pass(10_000);
    expect([waiting(), shown()]).toEqual([[], ["One"]]);
  });

  test("only what failed or was rejected can be discarded", async () => {
    page.sending.write("One");
    await settled();
    page.sending.discard("id-1");
    expect(waiting()).toEqual(["accepted: One"]);
    page.apply(rejected("id-1", "messaging-disabled"));
    page.sending.discard("id-1");
    expect(waiting()).toEqual([]);
  });
});

describe("a reload", () => {
  test("keeps the draft", () => {
    page.saveDraft("half a sen");
    expect(opened().draft()).toBe("half a sen");
  });

  test("keeps what has not gone out, under the same ids", async () => {
    const scope = scopeOf(world);
    page = opened(scope);
    await catchUp();
    thread.failure = AWAY;
    page.sending.write("One");
    page.sending.write("Two");
    await settled();
    scope.end();
    thread.failure = null;
    const again = opened();
    await catchUp(again);
    await settled();
    expect(thread.posts).toEqual(["id-1 One", "id-2 Two"]);
  });

  test("keeps what was accepted until its fate is known", async () => {
    page.sending.write("One");
    await settled();
    const again = opened();
    expect(waiting(again)).toEqual(["accepted: One"]);
    thread.store("id-1", "One");
    await catchUp(again);
    expect([waiting(again), shown(again)]).toEqual([[], ["One"]]);
    expect(world.store.names()).toEqual([]);
  });

  test("of another window leaves nothing behind that was written there", async () => {
    const scope = scopeOf(world);
    const other = opened(scope);
    thread.failure = AWAY;
    other.sending.write("From the other window");
    await settled();
    scope.end();
    thread.failure = null;
    await catchUp();
    await settled();
    expect(waiting()).toEqual(["accepted: From the other window"]);
  });

  test("shows nothing of another reader, and nothing after signing out", () => {
    page.saveDraft("mine");
    expect(new Drafts(world.store, "another", "thread").draft()).toBe("");
    forgetReader(world.store, "booking");
    expect([opened().draft(), world.store.names()]).toEqual(["", []]);
  });

  test("passes over what it cannot read", () => {
    world.store.set("booking-chat/outgoing/booking/thread/id-9", "{");
    world.store.set(
      "booking-chat/outgoing/booking/thread/id-8",
      '{"text": "x", "fate": {"state": "?"}}',
    );
    expect(waiting(opened())).toEqual([]);
  });
});

describe("catching up", () => {
  test("fetches every gap, however long", async () => {
    thread.stored = messages(1, 3);
    await catchUp();
    thread.stored = messages(1, 400);
    await catchUp();
    expect(shown()).toEqual(thread.stored.map(({ text }) => text));
  });

  test("fetches a gap that a live event shows", async () => {
    thread.stored = messages(1, 3);
    await catchUp();
    thread.stored = messages(1, 9);
    page.apply(posted(message(9)));
    expect(shown().length).toBe(3);
    await settled();
    expect(shown().length).toBe(9);
  });

  test("loads what is older page by page, and says when it cannot", async () => {
    thread.stored = messages(1, 260);
    page = opened();
    await catchUp();
    await page.loadOlder();
    expect(page.history.peek().messages[0]?.seq).toBe(111);
    thread.failure = AWAY;
    await page.loadOlder();
    expect(page.older.peek()).toBe("failed");
    thread.failure = null;
    await page.loadOlder();
    await page.loadOlder();
    expect([page.older.peek(), shown().length]).toEqual(["idle", 260]);
  });
});

describe("read marks", () => {
  test("move forward only", async () => {
    page.markRead(5);
    page.markRead(3);
    page.markRead(5);
    await settled();
    expect(thread.marks).toEqual([5]);
  });

  test("are sent again after an outage", async () => {
    thread.failure = AWAY;
    page.markRead(5);
    await settled();
    thread.failure = null;
    await catchUp();
    await settled();
    expect(thread.marks).toEqual([5]);
  });

  test("of the other side follow what it reads and writes", () => {
    page.apply(read(OPERATOR, 2));
    page.apply(posted(message(1)));
    expect(page.marks.peek()).toEqual({ own: 0, other: 2 });
    page.apply(read(CUSTOMER, 1));
    expect(page.marks.peek()).toEqual({ own: 1, other: 2 });
  });

  test("a reminder among staff takes no Seen away from a customer", () => {
    page.apply(read(OPERATOR, 2));
    const about = { bookingId: "booking", threadId: "thread", locationId: "location" };
    page.apply({
      type: "ThreadMarkedUnread",
      data: { ...about, readSeq: 0, unread: 1, markedAt: "" },
    });
    expect(page.marks.peek().other).toBe(2);
  });
});
