/** Staff's calls on the operator gateway. All throw ProblemError and UnreachableError. */

import type { SearchPage, Thread } from "../../../client/gateway/contracts";
import type { Http } from "../../../client/gateway/http";
import { type ConversationApi, type Newest, PAGE_SIZE } from "../../../client/messaging/api";
import type {
  AlertPolicy,
  DeliveryState,
  Destination,
  DestinationChange,
  Filter,
  NewDestination,
  Switches,
  UnreadThreads,
} from "./contracts";
import { requestsOf } from "./requests";

const THREAD = "/api/threads/{thread_id}";
const BOOKING_THREAD = "/api/bookings/{booking_id}/thread";
const LOCATION = "/api/locations/{location_id}";
const SETTINGS = `${LOCATION}/settings` as const;
const ALERTS = `${LOCATION}/alerts` as const;
const DESTINATIONS = `${ALERTS}/destinations` as const;
const DESTINATION = `${DESTINATIONS}/{destination_id}` as const;
const DELIVERIES = `${ALERTS}/deliveries` as const;

/** Past every seq that a thread can have. */
const PAST_THE_END = 2 ** 31 - 1;
/** What a thread shows at first. */
const NEWEST = 50;
/** The notifier waits this long for a destination's answer, and then a little. */
const TEST_TIMEOUT_MS = 20_000;

/** The entity tag of a version, for `If-Match`. */
function ifMatch(version: number): Record<string, string> {
  return { "If-Match": `"${version}"` };
}

export function accountApi(http: Http) {
  const { get, send } = requestsOf(http);
  return {
    me: () => get("/api/me", {}),
    signOut: () => send("post", "/auth/logout", { keepalive: true }),
    thread: (threadId: string) => get(THREAD, { path: { thread_id: threadId } }),
    openThread: (bookingId: string) =>
      send("post", BOOKING_THREAD, { path: { booking_id: bookingId } }),
    unreadAt: (locationId: string) =>
      get(`${LOCATION}/unread`, { path: { location_id: locationId } }),
  };
}

export interface ThreadsQuery {
  readonly filter: Filter;
  readonly q: string | null;
  readonly cursor: string | null;
  readonly limit: number;
}

/** All throw ProblemError and UnreachableError. */
export interface InboxApi {
  threads(query: ThreadsQuery): Promise<SearchPage<Thread>>;
  thread(threadId: string): Promise<Thread>;
  unread(): Promise<UnreadThreads>;
}

export function inboxApi(http: Http, locationId: string): InboxApi {
  const { get } = requestsOf(http);
  const path = { location_id: locationId };
  return {
    threads: (query) => get(`${LOCATION}/threads`, { path, query }),
    thread: (threadId) => get(THREAD, { path: { thread_id: threadId } }),
    unread: () => get(`${LOCATION}/unread`, { path }),
  };
}

/** A thread, and what its conversation begins with. */
export interface OpenedThread {
  readonly thread: Thread;
  readonly newest: Newest;
}

export interface ThreadApi extends ConversationApi {
  open(): Promise<OpenedThread>;
  markUnread(): Promise<unknown>;
}

export function threadApi(http: Http, threadId: string): ThreadApi {
  const { get, send } = requestsOf(http);
  const path = { thread_id: threadId };
  const page = async (
    seqs: { readonly afterSeq: number } | { readonly beforeSeq: number },
    limit = PAGE_SIZE,
  ) => (await get(`${THREAD}/messages`, { path, query: { ...seqs, limit } })).items;
  return {
    open: async () => {
      const [thread, messages] = await Promise.all([
        get(THREAD, { path }),
        page({ beforeSeq: PAST_THE_END }, NEWEST),
      ]);
      const { customerReadSeq, customerReadAt, operatorReadSeq, operatorReadAt } = thread;
      const marks = { customerReadSeq, customerReadAt, operatorReadSeq, operatorReadAt };
      return { thread, newest: { messages, ...marks } };
    },
    after: (seq) => page({ afterSeq: seq }),
    before: (seq) => page({ beforeSeq: seq }),
    fate: (clientMessageId) =>
      get(`${THREAD}/messages/{client_message_id}`, {
        path: { ...path, client_message_id: clientMessageId },
      }),
    post: (clientMessageId, text) =>
      send("post", `${THREAD}/messages`, { path, body: { clientMessageId, text } }),
    markRead: (seq) => send("post", `${THREAD}/read`, { path, body: { seq } }),
    markUnread: () => send("post", `${THREAD}/unread`, { path }),
  };
}

export function bookingsApi(http: Http, locationId: string) {
  const { get, send } = requestsOf(http);
  return {
    find: (q: string, cursor: string | null, signal: AbortSignal) =>
      get(`${LOCATION}/bookings`, {
        path: { location_id: locationId },
        query: { q, cursor, limit: 20 },
        signal,
      }),
    openThread: (bookingId: string) =>
      send("post", BOOKING_THREAD, { path: { booking_id: bookingId } }),
  };
}

export function settingsApi(http: Http, locationId: string) {
  const { get, send } = requestsOf(http);
  const path = { location_id: locationId };
  return {
    settings: () => get(SETTINGS, { path }),
    change: ({ portalEnabled, supportMessaging }: Switches, version: number) =>
      send("put", SETTINGS, {
        path,
        body: { portalEnabled, supportMessaging },
        headers: ifMatch(version),
      }),
    history: (cursor: string | null) =>
      get(`${SETTINGS}/history`, { path, query: { cursor, limit: 50 } }),
  };
}

export interface DeliveriesQuery {
  readonly destinationId: string | null;
  readonly state: DeliveryState | null;
  readonly cursor: string | null;
}

export function alertsApi(http: Http, locationId: string) {
  const { get, send } = requestsOf(http);
  const path = { location_id: locationId };
  const to = (destinationId: string) => ({ path: { ...path, destination_id: destinationId } });
  return {
    destinations: async () => (await get(DESTINATIONS, { path })).items,
    create: (wanted: NewDestination) => send("post", DESTINATIONS, { path, body: wanted }),
    change: ({ id, version }: Destination, wanted: DestinationChange) =>
      send("patch", DESTINATION, { ...to(id), body: wanted, headers: ifMatch(version) }),
    remove: (id: string) => send("delete", DESTINATION, to(id)),
    test: (id: string) =>
      send("post", `${DESTINATION}/test`, { ...to(id), timeout: TEST_TIMEOUT_MS }),
    rotateSecret: (id: string) => send("post", `${DESTINATION}/rotate-secret`, to(id)),
    sendVerification: (id: string) => send("post", `${DESTINATION}/send-verification`, to(id)),
    deliveries: (query: DeliveriesQuery) =>
      get(DELIVERIES, { path, query: { ...query, limit: 30 } }),
    explanation: (messageId: string) =>
      get(`${ALERTS}/messages/{message_id}`, { path: { ...path, message_id: messageId } }),
    resend: (deliveryId: string) =>
      send("post", `${DELIVERIES}/{delivery_id}/resend`, {
        path: { ...path, delivery_id: deliveryId },
      }),
    resendFailed: (since: string, destinationId: string | null) =>
      send("post", `${DELIVERIES}/resend-failed`, { path, body: { since, destinationId } }),
    policy: () => get(`${ALERTS}/policy`, { path }),
    changePolicy: (wanted: AlertPolicy, version: number) =>
      send("put", `${ALERTS}/policy`, { path, body: wanted, headers: ifMatch(version) }),
    history: (cursor: string | null) =>
      get(`${ALERTS}/history`, { path, query: { cursor, limit: 50 } }),
  };
}

export type AccountApi = ReturnType<typeof accountApi>;
export type BookingsApi = ReturnType<typeof bookingsApi>;
export type SettingsApi = ReturnType<typeof settingsApi>;
export type AlertsApi = ReturnType<typeof alertsApi>;
