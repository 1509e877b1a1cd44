/** Messages that were written here and are not known to be stored: what happens to each. Pure. */

import type { Message, RejectionReason } from "../gateway/contracts";
import {
  isTransient,
  type ProblemError,
  type RequestFailure,
  UnreachableError,
} from "../gateway/problems";
import { assertNever } from "../platform/assert-never";
import { lengthOf, MAX_TEXT_LENGTH, storable } from "./text";

/** Why a message has not been accepted: the problem's kind, or that nobody answered. */
export type FailureReason = string;
export const UNREACHABLE: FailureReason = "unreachable";

/**
 * - `sending`: not acknowledged yet
 * - `accepted`: safe in the log, it will be decided
 * - `failed`: not accepted; with `passes` (browsers have it stored under this name) it is retried
 *   automatically
 * - `rejected`: decided against, permanently
 */
export type Fate =
  | { readonly state: "sending" }
  | { readonly state: "accepted" }
  | { readonly state: "failed"; readonly reason: FailureReason; readonly passes: boolean }
  | { readonly state: "rejected"; readonly reason: RejectionReason };

export interface Outgoing {
  readonly clientMessageId: string;
  readonly text: string;
  /** When it was written, in milliseconds. */
  readonly writtenAt: number;
  /** Its place among the others; higher is later. */
  readonly order: number;
  readonly fate: Fate;
}

/** In the order in which they were written. */
export type Outbox = readonly Outgoing[];

/** The message that a text becomes; null for a text that the server would not take. */
export function written(
  outbox: Outbox,
  text: string,
  clientMessageId: string,
  now: number,
): Outgoing | null {
  const length = lengthOf(text);
  if (length === 0 || length > MAX_TEXT_LENGTH) return null;
  // Later than all that stand here, even if the clock was set back.
  const order = Math.max(now, (outbox.at(-1)?.order ?? 0) + 1);
  const fate: Fate = { state: "sending" };
  return { clientMessageId, text: storable(text), writtenAt: now, order, fate };
}

/** Whether the message waits for the writer, or for a transient failure to end. */
export function isGivenUp(fate: Fate): boolean {
  switch (fate.state) {
    case "sending":
    case "accepted":
      return false;
    case "failed":
    case "rejected":
      return true;
    default:
      return assertNever(fate);
  }
}

/** The message whose turn it is: the first that is not accepted and not given up. */
export function nextToSend(outbox: Outbox): Outgoing | undefined {
  return outbox.find(({ fate }) => fate.state === "sending");
}

export function undecided(outbox: Outbox): Outbox {
  return outbox.filter(({ fate }) => fate.state === "accepted");
}

/** The server has it; if it has decided in the meantime, that stands. */
export function accepted(outbox: Outbox, clientMessageId: string): Outbox {
  const message = outbox.find((each) => each.clientMessageId === clientMessageId);
  if (message?.fate.state !== "sending") return outbox;
  return withFate(outbox, clientMessageId, { state: "accepted" });
}

/** Both together, in order; what stands in `outbox` is the newer word. */
export function mergedWith(outbox: Outbox, others: Outbox): Outbox {
  const here = new Set(outbox.map((each) => each.clientMessageId));
  const missing = others.filter((each) => !here.has(each.clientMessageId));
  if (missing.length === 0) return outbox;
  return [...outbox, ...missing].sort((one, other) => one.order - other.order);
}

export function withFate(outbox: Outbox, clientMessageId: string, fate: Fate): Outbox {
  return outbox.map((each) =>
    each.clientMessageId === clientMessageId ? { ...each, fate } : each,
  );
}

export function without(outbox: Outbox, clientMessageId: string): Outbox {
  return outbox.filter((each) => each.clientMessageId !== clientMessageId);
}

/** Drops what is stored: it stands in the history from now on. */
export function withoutStored(outbox: Outbox, stored: readonly Message[]): Outbox {
  if (outbox.length === 0) return outbox;
  const ids = new Set(stored.map((message) => message.clientMessageId));
  const left = outbox.filter((each) => !ids.has(each.clientMessageId));
  return left.length === outbox.length ? outbox : left;
}

/**
 * After `failure` with the message whose turn it was.
 *
 * A transient failure fails all that wait behind it too, because they are sent in order; otherwise
 * only this one has failed, and the next has its turn.
 */
export function afterFailure(
  outbox: Outbox,
  clientMessageId: string,
  failure: RequestFailure,
): Outbox {
  const fate: Fate = { state: "failed", reason: reasonOf(failure), passes: isTransient(failure) };
  return outbox.map((each) => {
    const concerned =
      each.clientMessageId === clientMessageId || (fate.passes && each.fate.state === "sending");
    return concerned ? { ...each, fate } : each;
  });
}

/** Everything that failed for a transient reason is sent again. */
export function retrying(outbox: Outbox): Outbox {
  if (!outbox.some(({ fate }) => fate.state === "failed" && fate.passes)) return outbox;
  return outbox.map((each) =>
    each.fate.state === "failed" && each.fate.passes
      ? { ...each, fate: { state: "sending" } }
      : each,
  );
}

function reasonOf(failure: RequestFailure): FailureReason {
  return failure instanceof UnreachableError ? UNREACHABLE : (failure as ProblemError).kind;
}
