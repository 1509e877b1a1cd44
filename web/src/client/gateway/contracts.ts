/**
 * What the gateways send, under the names that the pages use. The types are made from their OpenAPI
 * documents, so a field that does not apply is null and never missing.
 */

import type {
  BookingView,
  ConversationView,
  LiveEvent,
  MessageView,
  PageMessageView,
  SenderType,
  ThreadView,
} from "./portal.generated";

export type {
  BookingStatus,
  CommandRejected,
  ConversationView,
  LinkToken,
  LiveEvent,
  LocationCard,
  LocationSettingsChanged,
  MessageAccepted,
  MessageFate,
  MessagePosted,
  NewMessage,
  ReadUpTo,
  RejectionReason,
  ThreadMarkedUnread,
  ThreadRead,
} from "./portal.generated";

export type Message = MessageView;
export type Booking = BookingView;
export type Thread = ThreadView;

export const CUSTOMER = 0 satisfies SenderType;
export const OPERATOR = 1 satisfies SenderType;
/** Which side wrote or read. A side that the gateways add does not fit in here until it has a name. */
export type Side = typeof CUSTOMER | typeof OPERATOR;

/** Why neither side may write, as the gateways say it. */
export type CannotWrite = NonNullable<ConversationView["cannotMessageReason"]>;

/** RFC 3339, UTC. */
export type Timestamp = string;

export type Page<Item> = Omit<PageMessageView, "items"> & { readonly items: readonly Item[] };

/** A page of a list that may be a search: `searchLag` events are not known to it yet. */
export type SearchPage<Item> = Page<Item> & { readonly searchLag?: number | null };

const LIVE_EVENTS: Readonly<Record<LiveEvent["type"], true>> = {
  MessagePosted: true,
  ThreadOpened: true,
  ThreadRead: true,
  ThreadMarkedUnread: true,
  CommandRejected: true,
  LocationSettingsChanged: true,
  BookingChanged: true,
  BookingWithdrawn: true,
};

/** One live event as it was received; null for one that this build does not know. */
export function liveEventOf(type: string, data: string): LiveEvent | null {
  if (!Object.hasOwn(LIVE_EVENTS, type)) return null;
  return { type, data: JSON.parse(data) } as LiveEvent;
}
