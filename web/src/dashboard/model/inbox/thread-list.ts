/**
 * A list of threads, newest activity first, of which any range may be missing or out of date.
 * Pure.
 *
 * A search is a list as well; of it a later page may hold threads that stand higher up, because it is
 * found by what matches and shown by what was written last.
 *
 * The list is fetched by ranges, as the gateway pages it. A range begins after a place and
 * ends where the next one begins; the last one, which was not fetched yet, holds everything that
 * is older. Live events move threads about; after an outage every range is out of date, and is
 * fetched again when it comes before the reader's eyes, while what is known of it stays in view.
 */

import type { Thread } from "../../../client/gateway/contracts";
import { isSameBooking, merged } from "../thread/thread-reducer";

/** A place in the order of the list. */
export interface Position {
  readonly at: number;
  readonly id: string;
}

export interface ListRange {
  /** Names it to the gateway; null for the first. */
  readonly cursor: string | null;
  /** It holds what comes after this place; null for the top of the list. */
  readonly after: Position | null;
  readonly state: "missing" | "stale" | "fresh";
}

export interface ThreadList {
  /** In order. */
  readonly threads: readonly Thread[];
  /** In order; the last one reaches to the end of the list. */
  readonly ranges: readonly ListRange[];
}

export const UNKNOWN_LIST: ThreadList = {
  threads: [],
  ranges: [{ cursor: null, after: null, state: "missing" }],
};

/** One answer of the gateway. */
export interface FetchedPage {
  readonly cursor: string | null;
  readonly items: readonly Thread[];
  readonly nextCursor: string | null;
}

/** Whether anything is known: until then an empty list says nothing. */
export function isLoaded(list: ThreadList): boolean {
  return list.ranges[0]?.state !== "missing";
}

export function positionOf(thread: Thread): Position {
  return { at: Date.parse(thread.lastMessageAt ?? thread.openedAt), id: thread.threadId };
}

/** Below zero when `one` stands above `other`. */
export function compare(one: Position, other: Position): number {
  return other.at - one.at || (one.id > other.id ? -1 : one.id < other.id ? 1 : 0);
}

/** The one that stands below; ranges never end above where they begin. */
function lower(one: Position | null, other: Position): Position {
  return one !== null && compare(one, other) > 0 ? one : other;
}

/** Where a thread stands, or would stand, by its place. */
export function indexOf(threads: readonly Thread[], position: Position): number {
  let [low, high] = [0, threads.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const thread = threads[middle];
    if (thread && compare(positionOf(thread), position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first thread that stands below a place. */
function indexAfter(threads: readonly Thread[], position: Position): number {
  const at = indexOf(threads, position);
  return threads[at]?.threadId === position.id && compare(positionOf(threads[at]), position) === 0
    ? at + 1
    : at;
}

/** Whether a thread of this place belongs among those that are known. */
function isWithin({ ranges }: ThreadList, position: Position): boolean {
  const last = ranges.at(-1);
  if (last?.state !== "missing") return true;
  return last.after !== null && compare(position, last.after) <= 0;
}

/** Puts a thread in the place of what is known of it, or where it belongs; not past the horizon. */
export function withThread(
  list: ThreadList,
  known: Thread | undefined,
  thread: Thread,
): ThreadList {
  const threads = [...list.threads];
  const from = known ? indexOf(threads, positionOf(known)) : -1;
  const isHere = known !== undefined && threads[from]?.threadId === known.threadId;
  if (isHere) threads.splice(from, 1);
  const position = positionOf(thread);
  if (isHere || isWithin(list, position)) threads.splice(indexOf(threads, position), 0, thread);
  return { ...list, threads };
}

export function withoutThread(list: ThreadList, thread: Thread): ThreadList {
  const at = indexOf(list.threads, positionOf(thread));
  if (list.threads[at]?.threadId !== thread.threadId) return list;
  return { ...list, threads: list.threads.filter((_, i) => i !== at) };
}

/** The list after an outage: all of it may have changed. */
export function outOfDate(list: ThreadList): ThreadList {
  const ranges = list.ranges.map(
    (range): ListRange => (range.state === "fresh" ? { ...range, state: "stale" } : range),
  );
  return { ...list, ranges };
}

export interface WithPage {
  readonly list: ThreadList;
  /** The threads of the page, each with what was known better. */
  readonly fetched: readonly Thread[];
  /** Those that have left the range. */
  readonly gone: readonly Thread[];
  /** The ids of those of which something newer should be fetched. */
  readonly needsFetch: readonly string[];
}

/**
 * Takes in a page: it says what its range holds, but for the threads that were `heard` of while
 * it was on its way, which it may not know of yet.
 */
export function withPage(
  list: ThreadList,
  page: FetchedPage,
  heard: ReadonlySet<string>,
): WithPage {
  const at = list.ranges.findIndex((range) => range.cursor === page.cursor);
  const range = list.ranges[at];
  if (!range) return { list, fetched: [], gone: [], needsFetch: [] };
  const last = page.items.at(-1);
  const end = page.nextCursor !== null && last ? lower(range.after, positionOf(last)) : null;
  const ranges = withRange(list.ranges, at, page.nextCursor, end);

  const fetchedIds = new Set(page.items.map((thread) => thread.threadId));
  const known = new Map<string, Thread>();
  const from = range.after ? indexAfter(list.threads, range.after) : 0;
  const to = end ? indexAfter(list.threads, end) : list.threads.length;
  const gone: Thread[] = [];
  const kept = list.threads.filter((thread, i) => {
    const isOutside = i < from || i >= to || heard.has(thread.threadId);
    const isFetched = fetchedIds.has(thread.threadId);
    if (isFetched) known.set(thread.threadId, thread);
    else if (!isOutside) gone.push(thread);
    return isOutside && !isFetched;
  });
  const told = page.items.map((thread) => {
    const before = known.get(thread.threadId);
    const isHeard = heard.has(thread.threadId);
    if (!before) return { thread, needsFetch: isHeard };
    const update = merged(before, thread);
    // A booking that changed meanwhile may be the older one in the page.
    const isDoubtful = isHeard && !isSameBooking(before.booking, thread.booking);
    return { ...update, needsFetch: update.needsFetch || isDoubtful };
  });
  const fetched = told.map(({ thread }) => thread);
  return {
    list: { threads: inOrder(kept, fetched), ranges },
    fetched,
    gone,
    needsFetch: told.filter((each) => each.needsFetch).map(({ thread }) => thread.threadId),
  };
}

/** The ranges once one was fetched that ends at `end`, or at the end of the list for null. */
function withRange(
  ranges: readonly ListRange[],
  at: number,
  nextCursor: string | null,
  end: Position | null,
): readonly ListRange[] {
  const { cursor, after } = ranges[at] as ListRange;
  const above = [...ranges.slice(0, at), { cursor, after, state: "fresh" } as const];
  if (end === null) return above;
  // A range in whose middle this one ends is cut there; those before it are covered.
  const below = ranges.slice(at + 1).filter((each) => each.after && compare(each.after, end) >= 0);
  const joins = below[0]?.after && compare(below[0].after, end) === 0;
  if (joins) return [...above, ...below];
  // Past the last range nothing is known, unless that one had reached the end of the list.
  const isUnknown = below.length === 0 && ranges.at(-1)?.state === "missing";
  const rest: ListRange = {
    cursor: nextCursor,
    after: end,
    state: isUnknown ? "missing" : "stale",
  };
  return [...above, rest, ...below];
}

/** Two lists made one; the first is in order, the second nearly. */
function inOrder(kept: readonly Thread[], fetched: readonly Thread[]): Thread[] {
  const arriving = fetched
    .map((thread) => ({ thread, position: positionOf(thread) }))
    .sort((one, other) => compare(one.position, other.position));
  const threads: Thread[] = [];
  let next = 0;
  for (const { thread, position } of arriving) {
    const until = indexOf(kept, position);
    while (next < until) threads.push(kept[next++] as Thread);
    threads.push(thread);
  }
  while (next < kept.length) threads.push(kept[next++] as Thread);
  return threads;
}

/**
 * The range to fetch next for somebody who sees the threads `first` to `last`; null when all
 * that they see is up to date. `margin` threads further on are fetched ahead.
 */
export function wantedRange(
  list: ThreadList,
  first: number,
  last: number,
  margin: number,
): ListRange | null {
  const top = list.threads[first];
  const bottom = list.threads[last + margin];
  const [from, to] = [top ? positionOf(top) : null, bottom ? positionOf(bottom) : null];
  const wanted = list.ranges.find((range, i) => {
    if (range.state === "fresh") return false;
    const end = list.ranges[i + 1]?.after ?? null;
    const endsAbove = from !== null && end !== null && compare(end, from) < 0;
    const beginsBelow = to !== null && range.after !== null && compare(range.after, to) >= 0;
    return !endsAbove && !beginsBelow;
  });
  return wanted ?? null;
}
