/**
 * The stored messages of a thread as far as a page has them: one range without gaps. Pure.
 *
 * What arrives later than a gap is held back until the gap has been fetched, so that nothing is
 * ever shown out of order.
 */

import type { Message } from "../gateway/contracts";

export interface History {
  /** Whether the newest messages have been fetched; until then all that arrives is held. */
  readonly loaded: boolean;
  /** In seq order, without gaps. */
  readonly messages: readonly Message[];
  /** Later than a gap, in seq order. */
  readonly held: readonly Message[];
}

export const NOTHING_YET: History = { loaded: false, messages: [], held: [] };

export function firstSeq(history: History): number {
  return history.messages[0]?.seq ?? 1;
}

export function lastSeq(history: History): number {
  return history.messages.at(-1)?.seq ?? 0;
}

/** Whether there is nothing older than what is here. */
export function reachesBack(history: History): boolean {
  return history.loaded && firstSeq(history) === 1;
}

/** The seq after which something is missing; null when nothing is known to be. */
export function gapAfter(history: History): number | null {
  return history.loaded && history.held.length > 0 ? lastSeq(history) : null;
}

/** Takes in the newest messages, in seq order, as they are fetched at first and after an outage. */
export function withNewest(history: History, newest: readonly Message[]): History {
  if (history.loaded) return withLater(history, newest);
  return withLater({ ...history, loaded: true, messages: newest }, []);
}

/** Takes in messages that may continue the range, lie past a gap, or be here already. */
export function withLater(history: History, later: readonly Message[]): History {
  const last = lastSeq(history);
  const fresh = new Map(
    [...history.held, ...later]
      .filter((message) => !history.loaded || message.seq > last)
      .map((message) => [message.seq, message] as const),
  );
  if (fresh.size === 0 && history.held.length === 0) return history;
  const waiting = [...fresh.values()].sort((one, other) => one.seq - other.seq);
  if (!history.loaded) return { ...history, held: waiting };
  const firstGap = waiting.findIndex((message, i) => message.seq !== last + 1 + i);
  const joins = firstGap < 0 ? waiting.length : firstGap;
  return {
    loaded: true,
    messages: joins > 0 ? [...history.messages, ...waiting.slice(0, joins)] : history.messages,
    held: waiting.slice(joins),
  };
}

/** Takes in a page of older messages, in seq order; one that does not fit on is left. */
export function withOlder(history: History, older: readonly Message[]): History {
  if (older.at(-1)?.seq !== firstSeq(history) - 1) return history;
  return { ...history, messages: [...older, ...history.messages] };
}
