/** What live events and fresh answers make of a thread that is known already. Pure. */

import {
  type Booking,
  CUSTOMER,
  type LiveEvent,
  type MessagePosted,
  OPERATOR,
  type Thread,
  type ThreadMarkedUnread,
  type ThreadRead,
} from "../../../client/gateway/contracts";
import { assertNever } from "../../../client/platform/assert-never";
import { cut } from "../../../locale/cut";

/** Characters (Unicode code points) of a message that a row shows, as the server cuts them. */
export const PREVIEW_LENGTH = 80;

/**
 * The thread now, and whether it is `needsFetch`: something was missed, and it should be fetched.
 * A thread to which nothing happened is the very same object.
 */
export interface ThreadUpdate {
  readonly thread: Thread;
  readonly needsFetch: boolean;
}

const told = (thread: Thread, needsFetch = false): ThreadUpdate => ({ thread, needsFetch });

/** The thread after a live event about it; events may come twice, and after fresher answers. */
export function afterEvent(thread: Thread, event: LiveEvent): ThreadUpdate {
  switch (event.type) {
    case "MessagePosted":
      return afterMessage(thread, event.data);
    case "ThreadRead":
      return event.data.side === CUSTOMER
        ? told(afterCustomerRead(thread, event.data))
        : afterOperatorRead(thread, event.data);
    case "ThreadMarkedUnread":
      return told(afterMarkedUnread(thread, event.data));
    case "BookingChanged":
      return afterBooking(thread, event.data);
    case "BookingWithdrawn":
      return told(thread, event.data.bookingId === thread.bookingId);
    case "ThreadOpened":
    case "CommandRejected":
    case "LocationSettingsChanged":
      return told(thread);
    default:
      return assertNever(event);
  }
}

/** Such events name no thread: it is the one of that booking. */
export function isAboutBooking(
  event: LiveEvent,
): event is Extract<LiveEvent, { type: "BookingChanged" | "BookingWithdrawn" }> {
  return event.type === "BookingChanged" || event.type === "BookingWithdrawn";
}

function afterMessage(thread: Thread, message: MessagePosted): ThreadUpdate {
  if (message.seq <= thread.lastSeq) return told(thread);
  const said = {
    ...thread,
    lastSeq: message.seq,
    lastMessageAt: message.sentAt,
    preview: previewOf(message.text),
  };
  const needsFetch = message.seq > thread.lastSeq + 1;
  // Whoever writes has read.
  if (message.senderType === OPERATOR) {
    const mark = { operatorReadSeq: message.seq, operatorReadAt: message.sentAt, unread: 0 };
    return told({ ...said, ...mark }, needsFetch);
  }
  const mark = { customerReadSeq: message.seq, customerReadAt: message.sentAt };
  return told({ ...said, ...mark, unread: thread.unread + 1 }, needsFetch);
}

/** What it means for writing and for its place is the gateway's to say. */
function afterBooking(thread: Thread, booking: Booking): ThreadUpdate {
  const isNews = booking.bookingId === thread.bookingId && !isSameBooking(thread.booking, booking);
  return isNews ? told({ ...thread, booking }, true) : told(thread);
}

export function isSameBooking(one: Booking, other: Booking): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function afterCustomerRead(thread: Thread, { readSeq, readAt }: ThreadRead): Thread {
  if (readSeq <= thread.customerReadSeq) return thread;
  return { ...thread, customerReadSeq: readSeq, customerReadAt: readAt };
}

/** The mark moves forward, unless it was moved back since: then nobody here can tell. */
function afterOperatorRead(thread: Thread, { readSeq, readAt, unread }: ThreadRead): ThreadUpdate {
  if (readSeq <= thread.operatorReadSeq) return told(thread);
  if (timeOf(readAt) <= timeOf(thread.operatorReadAt)) return told(thread, true);
  return told({ ...thread, operatorReadSeq: readSeq, operatorReadAt: readAt, unread });
}

function afterMarkedUnread(
  thread: Thread,
  { readSeq, markedAt, unread }: ThreadMarkedUnread,
): Thread {
  if (timeOf(markedAt) <= timeOf(thread.operatorReadAt)) return thread;
  return { ...thread, operatorReadSeq: readSeq, operatorReadAt: markedAt, unread };
}

/**
 * What is known and what was just fetched, made one. Live events may have come while the answer
 * was on its way: where each side knows something that the other does not, it is doubtful.
 */
export function merged(known: Thread, fetched: Thread): ThreadUpdate {
  const fresherMessages = fetched.lastSeq - known.lastSeq;
  const fresherMark = timeOf(fetched.operatorReadAt) - timeOf(known.operatorReadAt);
  const customer = known.customerReadSeq >= fetched.customerReadSeq ? known : fetched;
  const read = {
    customerReadSeq: customer.customerReadSeq,
    customerReadAt: customer.customerReadAt,
  };
  if (fresherMessages >= 0 && fresherMark >= 0) return told({ ...fetched, ...read });
  const { booking, bookingId, locationId } = fetched;
  const needsFetch = fresherMessages > 0 || fresherMark > 0;
  return told({ ...known, ...read, booking, bookingId, locationId }, needsFetch);
}

export function previewOf(text: string): string {
  return cut(text, PREVIEW_LENGTH);
}

function timeOf(moment: string | null): number {
  return moment === null ? 0 : Date.parse(moment);
}
