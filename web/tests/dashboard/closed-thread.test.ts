import { beforeEach, expect, test } from "vitest";
import type { LiveEvent, Thread } from "../../src/client/gateway/contracts";
import { Drafts } from "../../src/client/messaging/drafts";
import { type Scope, scopeOf } from "../../src/client/platform/scope";
import type { InboxApi, OpenedThread, ThreadApi } from "../../src/dashboard/model/gateway/calls";
import { OpenThread } from "../../src/dashboard/model/thread/open-thread";
import { ThreadCache } from "../../src/dashboard/model/thread/thread-cache";
import { Workspace } from "../../src/dashboard/model/workspace";
import { FakeThread, UNREAD } from "../support/thread";
import { aBookingChange, aThread, aWithdrawal } from "../support/threads";
import { StillWorld, settled } from "../support/world";

const SETTINGS = { portalEnabled: true, supportMessaging: true, canMessage: true, version: 1 };
const EMPTY_INBOX: InboxApi = {
  threads: async () => ({ items: [], nextCursor: null }),
  thread: async (threadId) => aThread(threadId, 1),
  unread: async () => ({ threads: 0, capped: false }),
};

let world: StillWorld;
let workspace: Workspace;
let threadCache: ThreadCache;
/** Lets a thread's questions be answered, the oldest first. */
let answers: Map<string, (() => void)[]>;
let fetched: string[];
let apply: (event: LiveEvent) => void;

/** As the dashboard makes it: its calls are held by its own scope. */
function opened(threadId: string): OpenThread {
  const scope = scopeOf(world);
  const open = () =>
    scope.held(
      new Promise<OpenedThread>((resolve) => {
        const newest = { messages: [], ...UNREAD };
        const answer = () => resolve({ thread: aThread(threadId, 1), newest });
        answers.set(threadId, [...(answers.get(threadId) ?? []), answer]);
      }),
    );
  return new OpenThread({
    threadId,
    api: Object.assign(new FakeThread(), { open, markUnread: async () => {} }) as ThreadApi,
    scope,
    drafts: new Drafts(world.store, "operator", threadId),
    onFetched: (thread: Thread) => void fetched.push(thread.threadId),
    onFailure: (failure) => expect.unreachable(failure.message),
  });
}

function answer(threadId: string): void {
  for (const each of answers.get(threadId) ?? []) each();
}

/** Goes through more threads than the shelf holds. */
function goThroughOthers(): void {
  for (let i = 0; i < 25; i++) workspace.select(`other-${i}`);
}

beforeEach(() => {
  world = new StillWorld();
  answers = new Map();
  fetched = [];
  threadCache = new ThreadCache(opened);
  workspace = new Workspace({
    location: { locationId: "lisbon", name: "Lisbon", timeZone: "Europe/Lisbon" },
    scope: scopeOf(world),
    inbox: EMPTY_INBOX,
    settings: { settings: async () => ({ locationId: "lisbon", ...SETTINGS }) },
    openStream: (listener, _: Scope) => {
      apply = (event) => listener.onEvent(event);
      listener.onOpen();
      return new Promise(() => {});
    },
    threadCache,
  });
});

test("a thread that was put away takes no notice of answers that come late", async () => {
  workspace.select("first");
  const first = workspace.open.peek();
  goThroughOthers();

  answer("first");
  await settled();

  expect([first?.state.peek(), first?.thread.peek(), fetched]).toEqual(["loading", null, []]);
  expect(workspace.open.peek()?.threadId).toBe("other-24");
});

test("a live line does not wait for a thread that was put away meanwhile", async () => {
  workspace.select("first");
  workspace.start();
  await settled();
  expect(workspace.connection.peek()).toBe("connecting");

  goThroughOthers();
  await settled();

  expect(workspace.connection.peek()).toBe("live");
});

test("a thread that was left is not before the reader again, whatever comes of it", async () => {
  workspace.start();
  workspace.select("first");
  workspace.select(null);

  answer("first");
  const about = { bookingId: "", threadId: "first", locationId: "lisbon" };
  apply({ type: "ThreadRead", data: { ...about, side: 1, readSeq: 1, readAt: "", unread: 0 } });
  await world.pass(60_000);

  expect(workspace.open.peek()).toBe(null);
  expect(fetched).toEqual(["first"]);
});

test("the open thread follows its booking, and asks whether one may still write", async () => {
  workspace.start();
  workspace.select("first");
  answer("first");
  await settled();
  const asked = () => answers.get("first")?.length;
  expect(asked()).toBe(1);

  apply(aBookingChange("first", { status: "canceled" }));
  apply(aBookingChange("second", { status: "canceled" }));

  expect(workspace.open.peek()?.thread.peek()?.booking.status).toBe("canceled");
  expect(asked()).toBe(2);
  apply(aWithdrawal("first"));
  expect(asked()).toBe(3);
});

test("an answer from before a booking changed does not undo the change", async () => {
  workspace.start();
  workspace.select("first");
  answer("first");
  await settled();
  apply(aBookingChange("first", { status: "canceled" }));
  apply(aBookingChange("first", { status: "canceled", activityName: "Sunrise sail" }));

  // The first of the two questions is answered last, and with what was true before.
  const [, older] = answers.get("first") ?? [];
  older?.();
  await settled();

  const booking = workspace.open.peek()?.thread.peek()?.booking;
  expect([booking?.status, booking?.activityName]).toEqual(["canceled", "Sunrise sail"]);
});
