/** How far the reader has come, for the unread divider and the "1 new" pill. Pure. */

import type { Message, Side } from "../../client/gateway/contracts";

export interface Reading {
  /** The unread divider stands after this seq for the rest of the visit; null for none. */
  readonly dividerAfter: number | null;
  /** The reader has had everything up to this seq before their eyes. */
  readonly seen: number;
}

/** At the opening of a thread, which counts as having seen it; `mark` is the own read mark. */
export function opened(mark: number, messages: readonly Message[], side: Side): Reading {
  const unread = unreadAfter(mark, messages, side) > 0;
  return { dividerAfter: unread ? mark : null, seen: messages.at(-1)?.seq ?? 0 };
}

/**
 * After messages have come in. `watching`: the page is in front and its end is in view.
 * Whoever looks away finds the divider where they stopped.
 */
export function arrived(
  reading: Reading,
  messages: readonly Message[],
  side: Side,
  watching: boolean,
): Reading {
  const last = messages.at(-1)?.seq ?? 0;
  if (watching) return last > reading.seen ? { ...reading, seen: last } : reading;
  const isNew = unreadAfter(reading.seen, messages, side) > 0;
  const moves = isNew && reading.dividerAfter !== reading.seen;
  return moves ? { ...reading, dividerAfter: reading.seen } : reading;
}

/** Whoever answers has no need of the divider any more. */
export function answered(reading: Reading): Reading {
  return { ...reading, dividerAfter: null };
}

/** How many of the other side's messages come after a seq. */
export function unreadAfter(seq: number, messages: readonly Message[], side: Side): number {
  let count = 0;
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i];
    if (!message || message.seq <= seq) break;
    if (message.senderType !== side) count++;
  }
  return count;
}
