/** Which rows of a long list of equal rows are drawn, and where the reader's place is. Pure. */

import type { Thread } from "../../../client/gateway/contracts";
import { indexOf, positionOf } from "../../model/inbox/thread-list";

export interface Rows {
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

/** The rows in view, in part or in whole. Distances in pixels. */
export function rowsInView(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
): Rows {
  const start = Math.min(Math.max(Math.floor(scrollTop / rowHeight), 0), count);
  const end = Math.min(Math.ceil((scrollTop + height) / rowHeight), count);
  return { start, end: Math.max(end, start) };
}

/** The rows in view and `margin` more on both sides. */
export function withMargin({ start, end }: Rows, margin: number, count: number): Rows {
  return { start: Math.max(start - margin, 0), end: Math.min(end + margin, count) };
}

/**
 * By how many rows what the reader looks at has moved down, when the list changes from `before` to
 * `after`: seen by the first row in view that did not move itself, as one with a new message does.
 */
export function movedBy(
  before: readonly Thread[],
  after: readonly Thread[],
  { start, end }: Rows,
): number {
  for (let at = start; at < end; at++) {
    const thread = before[at];
    if (!thread) break;
    const now = indexOf(after, positionOf(thread));
    if (after[now]?.threadId === thread.threadId) return now - at;
  }
  return 0;
}
