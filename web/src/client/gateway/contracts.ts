/**
 * What the gateways send, as `shared/src/booking_chat/contracts/` defines it.
 * A field that does not apply is null, never missing.
 */

export const CUSTOMER = 0;
export const OPERATOR = 1;
/** Which side wrote or read. */
export type Side = typeof CUSTOMER | typeof OPERATOR;

/** RFC 3339, UTC. */
export type Timestamp = string;

export interface Message {
  readonly messageId: string;
  readonly clientMessageId: string;
  readonly threadId: string;
  readonly seq: number;
  readonly senderType: Side;
  readonly senderName: string;
  readonly text: string;
  readonly sentAt: Timestamp;
}

export type BookingStatus = "draft" | "pending" | "confirmed" | "canceled" | "complete";

export interface Customer {
  readonly customerId: string;
  readonly name: string;
  readonly email: string | null;
}

export interface Booking {
  readonly bookingId: string;
  readonly locationId: string;
  readonly confirmationCode: string;
  readonly status: BookingStatus;
  readonly activityName: string | null;
  readonly startTime: Timestamp | null;
  readonly endTime: Timestamp | null;
  readonly timeZone: string;
  readonly customer: Customer;
}

/** `unread` counts for the side that asks. */
export interface Thread {
  readonly threadId: string;
  readonly bookingId: string;
  readonly locationId: string;
  readonly lastSeq: number;
  readonly openedAt: Timestamp;
  readonly lastMessageAt: Timestamp | null;
  readonly preview: string | null;
  readonly unread: number;
  readonly operatorReadAt: Timestamp | null;
  readonly operatorReadSeq: number;
  readonly customerReadAt: Timestamp | null;
  readonly customerReadSeq: number;
  readonly booking: Booking;
}

/** The customer's view: the newest messages of the one thread, in seq order. */
export interface ConversationView {
  readonly booking: Booking;
  readonly thread: Thread | null;
  readonly messages: readonly Message[];
  readonly canMessage: boolean;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface MessageAccepted {
  readonly messageId: string;
  readonly clientMessageId: string;
  readonly status: "accepted";
}

export type RejectionReason =
  | "messaging-disabled"
  | "portal-disabled"
  | "unknown-booking"
  | "draft-booking"
  | "wrong-location"
  | "unknown-thread"
  | "forged-sender"
  | "id-reused";

export interface MessageFate {
  readonly messageId: string;
  readonly clientMessageId: string;
  readonly status: "stored" | "rejected" | "pending";
  readonly seq: number | null;
  readonly reason: RejectionReason | null;
}

interface ThreadFact {
  readonly bookingId: string;
  readonly threadId: string;
  readonly locationId: string;
}

export interface MessagePosted extends Message, ThreadFact {
  readonly customerName: string;
  readonly confirmationCode: string;
}

export interface ThreadOpened extends ThreadFact {
  readonly openedBy: Side;
  readonly openedAt: Timestamp;
}

export interface ThreadRead extends ThreadFact {
  readonly side: Side;
  readonly readSeq: number;
  readonly readAt: Timestamp;
  readonly unread: number;
}

/** The operators' mark as it now stands, after it was moved back. */
export interface ThreadMarkedUnread extends ThreadFact {
  readonly readSeq: number;
  readonly unread: number;
  readonly markedAt: Timestamp;
}

export interface CommandRejected {
  readonly commandType: string;
  readonly reason: RejectionReason;
  readonly bookingId: string;
  readonly threadId: string;
  readonly clientMessageId: string | null;
}

export interface LocationSettingsChanged {
  readonly locationId: string;
  readonly portalEnabled: boolean;
  readonly supportMessaging: boolean;
  readonly version: number;
}

export type LiveEvent =
  | { readonly type: "MessagePosted"; readonly data: MessagePosted }
  | { readonly type: "ThreadOpened"; readonly data: ThreadOpened }
  | { readonly type: "ThreadRead"; readonly data: ThreadRead }
  | { readonly type: "ThreadMarkedUnread"; readonly data: ThreadMarkedUnread }
  | { readonly type: "CommandRejected"; readonly data: CommandRejected }
  | { readonly type: "LocationSettingsChanged"; readonly data: LocationSettingsChanged };

const LIVE_EVENTS: Readonly<Record<LiveEvent["type"], true>> = {
  MessagePosted: true,
  ThreadOpened: true,
  ThreadRead: true,
  ThreadMarkedUnread: true,
  CommandRejected: true,
  LocationSettingsChanged: true,
};

/** One live event as it was received; null for one that this build does not know. */
export function liveEventOf(type: string, data: string): LiveEvent | null {
  if (!Object.hasOwn(LIVE_EVENTS, type)) return null;
  return { type, data: JSON.parse(data) } as LiveEvent;
}
