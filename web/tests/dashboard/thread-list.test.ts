import { expect, test } from "vitest";
import type { Thread } from "../../src/client/gateway/contracts";
import {
  isLoaded,
  outOfDate,
  type ThreadList,
  UNKNOWN_LIST,
  wantedRange,
  withoutThread,
  withPage,
  withThread,
} from "../../src/dashboard/model/inbox/thread-list";
import { aThread, at } from "../support/threads";

const NOTHING_HEARD = new Set<string>();

/** What the gateway has, newest first: `t9` at minute 9, `t8` at minute 8 … */
function stored(...minutes: number[]): Thread[] {
  return minutes.map((minute) => aThread(`t${minute}`, minute));
}

/** The page that the gateway would answer with; a cursor is the id of the thread before. */
function pageOf(all: readonly Thread[], cursor: string | null, limit: number) {
  const start = cursor === null ? 0 : all.findIndex(({ threadId }) => threadId === cursor) + 1;
  const items = all.slice(start, start + limit);
  const more = start + limit < all.length;
  return { cursor, items, nextCursor: more ? (items.at(-1)?.threadId ?? null) : null };
}

function after(
  list: ThreadList,
  all: readonly Thread[],
  cursor: string | null,
  heard = NOTHING_HEARD,
) {
  return withPage(list, pageOf(all, cursor, 3), heard).list;
}

const ids = (list: ThreadList) => list.threads.map(({ threadId }) => threadId);
const states = (list: ThreadList) => list.ranges.map(({ cursor, state }) => `${cursor} ${state}`);

const NINE = stored(9, 8, 7, 6, 5, 4, 3, 2, 1);
const twoPages = after(after(UNKNOWN_LIST, NINE, null), NINE, "t7");
const wholeList = after(twoPages, NINE, "t4");

test("nothing is known before the first page", () => {
  expect(isLoaded(UNKNOWN_LIST)).toBe(false);
  expect(isLoaded(after(UNKNOWN_LIST, [], null))).toBe(true);
});

test("pages join to one list", () => {
  expect(ids(twoPages)).toEqual(["t9", "t8", "t7", "t6", "t5", "t4"]);
  expect(states(twoPages)).toEqual(["null fresh", "t7 fresh", "t4 missing"]);
  expect(states(wholeList)).toEqual(["null fresh", "t7 fresh", "t4 fresh"]);
});

test("a search whose later pages hold what was written later comes to its end, and loses nothing", () => {
  const pages = [
    { cursor: null, items: stored(9, 5), nextCursor: "second" },
    { cursor: "second", items: stored(8, 7), nextCursor: "third" },
    { cursor: "third", items: stored(6, 1), nextCursor: null },
  ];
  const asked: (string | null)[] = [];
  let list = UNKNOWN_LIST;

  for (;;) {
    const wanted = wantedRange(list, 0, list.threads.length - 1, 2);
    if (wanted === null) break;
    asked.push(wanted.cursor);
    const page = pages.find(({ cursor }) => cursor === wanted.cursor);
    if (!page || asked.length > pages.length) throw new Error(`asked for ${asked.join(", ")}`);
    list = withPage(list, page, NOTHING_HEARD).list;
  }

  expect(asked).toEqual([null, "second", "third"]);
  expect(ids(list)).toEqual(["t9", "t8", "t7", "t6", "t5", "t1"]);
});

test("a thread with news moves to its place", () => {
  const known = NINE[4] as Thread;
  const list = withThread(twoPages, known, { ...known, lastMessageAt: at(20) });

  expect(ids(list)).toEqual(["t5", "t9", "t8", "t7", "t6", "t4"]);
});

test("a new thread stands where it belongs", () => {
  expect(ids(withThread(twoPages, undefined, aThread("new", 7.5)))).toEqual([
    "t9",
    "t8",
    "new",
    "t7",
    "t6",
    "t5",
    "t4",
  ]);
});

test("what lies past the last page that was fetched waits for its page", () => {
  expect(ids(withThread(twoPages, undefined, aThread("old", 2.5)))).toEqual(ids(twoPages));
  expect(ids(withThread(wholeList, undefined, aThread("old", 0.5)))).toEqual([
    ...ids(wholeList),
    "old",
  ]);
});

test("threads of the same moment stand by their ids, as the gateway has them", () => {
  const list = withThread(wholeList, undefined, aThread("t5b", 5));

  expect(ids(list).slice(3, 6)).toEqual(["t6", "t5b", "t5"]);
});

test("an empty conversation stands by its opening", () => {
  const empty = aThread("empty", 0, { openedAt: at(6.5), lastMessageAt: null, lastSeq: 0 });

  expect(ids(withThread(twoPages, undefined, empty)).slice(2, 4)).toEqual(["t7", "empty"]);
});

test("a thread is taken away", () => {
  expect(ids(withoutThread(twoPages, NINE[1] as Thread))).toEqual(["t9", "t7", "t6", "t5", "t4"]);
  expect(withoutThread(twoPages, aThread("unknown", 5))).toBe(twoPages);
});

test("a thread that was moved by news before its page came stands once", () => {
  const known = NINE[1] as Thread;
  const moved = withThread(after(UNKNOWN_LIST, NINE, null), known, {
    ...known,
    lastSeq: 2,
    lastMessageAt: at(30),
  });
  const list = after(moved, NINE, null, new Set(["t8"]));

  expect(ids(list)).toEqual(["t8", "t9", "t7"]);
});

test("after an outage the list stays and every stretch is fetched again when it is looked at", () => {
  const stale = outOfDate(wholeList);

  expect(ids(stale)).toEqual(ids(wholeList));
  expect(states(stale)).toEqual(["null stale", "t7 stale", "t4 stale"]);
  expect(wantedRange(stale, 0, 2, 0)?.cursor).toBe(null);
  expect(wantedRange(stale, 4, 4, 0)?.cursor).toBe("t7");
  expect(wantedRange(wholeList, 0, 8, 10)).toBe(null);
});

test("a page after an outage brings what came and takes away what went", () => {
  const now = stored(9.5, 9, 7, 6, 5, 4, 3, 2, 1);
  const list = after(outOfDate(wholeList), now, null);

  expect(ids(list)).toEqual(["t9.5", "t9", "t7", "t6", "t5", "t4", "t3", "t2", "t1"]);
  expect(states(list)).toEqual(["null fresh", "t7 stale", "t4 stale"]);
});

test("more news than a page has leaves a stretch between that is fetched too", () => {
  const now = stored(15, 14, 13, 12, 11, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  const first = after(outOfDate(wholeList), now, null);
  expect(states(first)).toEqual(["null fresh", "t13 stale", "t7 stale", "t4 stale"]);

  const second = after(first, now, "t13");
  expect(ids(second).slice(0, 8)).toEqual(["t15", "t14", "t13", "t12", "t11", "t9", "t8", "t7"]);
  expect(states(second)).toEqual(["null fresh", "t13 fresh", "t9 stale", "t7 stale", "t4 stale"]);
});

test("a page that reaches further than before covers the stretches that it swallows", () => {
  const now = NINE.filter(({ threadId }) => !["t8", "t7", "t6"].includes(threadId));
  const list = withPage(outOfDate(wholeList), pageOf(now, null, 4), NOTHING_HEARD).list;

  expect(ids(list)).toEqual(["t9", "t5", "t4", "t3", "t2", "t1"]);
  expect(states(list)).toEqual(["null fresh", "t3 stale"]);
});

test("what was heard of while a page was on its way outlives a page that does not know it", () => {
  const list = withThread(wholeList, undefined, aThread("new", 20));

  expect(ids(after(list, NINE, null, new Set(["new"])))[0]).toBe("new");
  expect(ids(after(list, NINE, null, NOTHING_HEARD))[0]).toBe("t9");
});

test("what was heard of before it was known is looked into", () => {
  const { needsFetch } = withPage(UNKNOWN_LIST, pageOf(NINE, null, 3), new Set(["t8", "t1"]));

  expect(needsFetch).toEqual(["t8"]);
});

test("the next page is wanted when its place comes near", () => {
  expect(wantedRange(UNKNOWN_LIST, 0, 0, 5)?.cursor).toBe(null);
  expect(wantedRange(twoPages, 0, 2, 2)).toBe(null);
  expect(wantedRange(twoPages, 0, 3, 3)?.cursor).toBe("t4");
});

test("a page of a stretch that is not there any more changes nothing", () => {
  expect(withPage(wholeList, pageOf(NINE, "t8", 3), NOTHING_HEARD).list).toBe(wholeList);
});
