/** What the message list shows, row by row. Pure. */

import type { Message, Side } from "../../client/gateway/contracts";
import type { Outgoing } from "../../client/messaging/outbox";
import type { Marks } from "../../client/messaging/read-marks";
import { type DateDisplay, dayLabel, dayOf } from "./days";

/** What a sender is told of a message that is stored. */
export type StoredState = "stored" | "seen";

interface InGroup {
  /** Messages of one sender within a few minutes stand together. */
  readonly startsGroup: boolean;
  readonly endsGroup: boolean;
}

export interface MessageRow extends InGroup {
  readonly kind: "message";
  readonly key: string;
  readonly message: Message;
  readonly own: boolean;
  /** For one's own messages; null for the other side's. */
  readonly state: StoredState | null;
  /** Whether the state is written out: under the last one that was seen, and under the last. */
  readonly saysState: boolean;
}

export interface OutgoingRow extends InGroup {
  readonly kind: "outgoing";
  readonly key: string;
  readonly outgoing: Outgoing;
}

export type Row =
  | { readonly kind: "day"; readonly key: string; readonly label: string }
  | { readonly kind: "unread"; readonly key: string }
  | MessageRow
  | OutgoingRow;

export interface RowsInput {
  readonly side: Side;
  /** The writer's, where their side has names to tell apart. */
  readonly ownName: string | null;
  readonly messages: readonly Message[];
  readonly outbox: readonly Outgoing[];
  readonly marks: Marks;
  /** The unread divider stands after this seq; null for none. */
  readonly dividerAfter: number | null;
  readonly now: number;
  readonly display: DateDisplay;
}

const TOGETHER_MS = 5 * 60_000;

/** One thing that was said, stored or on its way. */
interface Said {
  readonly at: number;
  readonly day: string;
  readonly speaker: string;
  readonly unreadFromHere: boolean;
}

export function rowsOf(input: RowsInput): Row[] {
  const said = inOrder([
    ...input.messages.map((m) => saidBy(m, input)),
    ...input.outbox.map((o) => written(o, input)),
  ]);
  const lastOwn = input.messages.findLast((message) => message.senderType === input.side)?.seq;
  const lastSeen = lastSeenOf(input);
  const rows: Row[] = [];
  said.forEach((each, i) => {
    const before = said[i - 1];
    if (each.day !== before?.day) {
      rows.push({
        kind: "day",
        key: `day ${each.day}`,
        label: dayLabel(each.at, input.now, input.display),
      });
    }
    if (each.unreadFromHere) rows.push({ kind: "unread", key: "unread" });
    const after = said[i + 1];
    const group = { startsGroup: !together(before, each), endsGroup: !together(each, after) };
    const message = input.messages[i];
    if (message) {
      const saysState =
        message.seq === lastSeen || (message.seq === lastOwn && input.outbox.length === 0);
      rows.push(messageRow(message, group, saysState, input));
    } else {
      const outgoing = input.outbox[i - input.messages.length];
      if (outgoing)
        rows.push({ kind: "outgoing", key: outgoing.clientMessageId, outgoing, ...group });
    }
  });
  return rows;
}

/**
 * Days follow from the order of what was said, not the other way round: gateways' clocks differ a
 * little, and what waits was written by the clock of a device.
 */
function inOrder(said: readonly Said[]): Said[] {
  let last: Said | undefined;
  return said.map((each) => {
    if (last && !(each.day >= last.day)) each = { ...each, day: last.day };
    last = each;
    return each;
  });
}

function messageRow(
  message: Message,
  group: InGroup,
  saysState: boolean,
  { side, marks }: RowsInput,
): MessageRow {
  const own = message.senderType === side;
  const state = !own ? null : message.seq <= marks.other ? "seen" : "stored";
  const key = message.clientMessageId;
  return { kind: "message", key, message, own, state, saysState: own && saysState, ...group };
}

function lastSeenOf({ messages, side, marks }: RowsInput): number | undefined {
  return messages.findLast((m) => m.senderType === side && m.seq <= marks.other)?.seq;
}

const days = new WeakMap<Message, { day: string; zone: string }>();

/** Ten thousand dates take long to work out, and a message's never changes. */
function dayOfMessage(message: Message, at: number, display: DateDisplay): string {
  let kept = days.get(message);
  if (kept?.zone !== display.timeZone) {
    kept = { day: dayOf(at, display), zone: display.timeZone };
    days.set(message, kept);
  }
  return kept.day;
}

function saidBy(message: Message, { dividerAfter, messages, display }: RowsInput): Said {
  const at = Date.parse(message.sentAt);
  const isFirst = message.seq === messages[0]?.seq;
  const follows = dividerAfter !== null && message.seq === dividerAfter + 1;
  return {
    at,
    day: dayOfMessage(message, at, display),
    speaker: `${message.senderType} ${message.senderName}`,
    unreadFromHere: follows && !(isFirst && message.seq > 1),
  };
}

function written(outgoing: Outgoing, input: RowsInput): Said {
  const { side, ownName, messages, display } = input;
  // A customer's name is not known here: theirs goes with what they said last.
  const name = ownName ?? messages.findLast((message) => message.senderType === side)?.senderName;
  // Nothing was written later than now, whatever a device said when it was kept.
  const at = Math.min(outgoing.writtenAt, input.now);
  return { at, day: dayOf(at, display), speaker: `${side} ${name}`, unreadFromHere: false };
}

function together(one: Said | undefined, next: Said | undefined): boolean {
  if (!one || !next) return false;
  const close = next.at - one.at < TOGETHER_MS && !next.unreadFromHere;
  return close && one.speaker === next.speaker && one.day === next.day;
}
