/** Staff's calls on the operator gateway. All throw ProblemError and UnreachableError. */

import type {
  Booking,
  Message,
  MessageAccepted,
  MessageFate,
  Page,
  Thread,
} from "../../../client/gateway/contracts";
import type { Http } from "../../../client/gateway/http";
import { type ConversationApi, type Newest, PAGE_SIZE } from "../../../client/messaging/api";
import type {
  AlertChange,
  AlertPolicy,
  AlertPolicyView,
  CreatedDestination,
  Delivery,
  DeliveryState,
  Destination,
  DestinationChange,
  Filter,
  Me,
  MessageExplanation,
  NewDestination,
  RotatedSecret,
  Settings,
  Switches,
  SwitchesChange,
  TestResult,
  UnreadThreads,
} from "./contracts";

/** Past every seq that a thread can have. */
const PAST_THE_END = 2 ** 31 - 1;
/** What a thread shows at first. */
const NEWEST = 50;
/** The notifier waits this long for a destination's answer, and then a little. */
const TEST_TIMEOUT_MS = 20_000;

const id = encodeURIComponent;

/** A query of the parameters that are given; null ones are left out. */
function query(parameters: Readonly<Record<string, string | number | null>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== null);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}

/** The entity tag of a version, for `If-Match`. */
function ifMatch(version: number): Record<string, string> {
  return { "If-Match": `"${version}"` };
}

export function accountApi(http: Http) {
  return {
    me: () => http.get<Me>("/api/me"),
    signOut: () => http.request<null>("POST", "/auth/logout", { keepalive: true }),
    thread: (threadId: string) => http.get<Thread>(`/api/threads/${id(threadId)}`),
    unreadAt: (locationId: string) =>
      http.get<UnreadThreads>(`/api/locations/${id(locationId)}/unread`),
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
  threads(query: ThreadsQuery): Promise<Page<Thread>>;
  thread(threadId: string): Promise<Thread>;
  unread(): Promise<UnreadThreads>;
}

export function inboxApi(http: Http, locationId: string): InboxApi {
  const base = `/api/locations/${id(locationId)}`;
  return {
    threads: ({ filter, q, cursor, limit }) =>
      http.get<Page<Thread>>(`${base}/threads?${query({ filter, q, cursor, limit })}`),
    thread: (threadId) => http.get<Thread>(`/api/threads/${id(threadId)}`),
    unread: () => http.get<UnreadThreads>(`${base}/unread`),
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
  const base = `/api/threads/${id(threadId)}`;
  const page = async (seqs: string, limit = PAGE_SIZE) =>
    (await http.get<Page<Message>>(`${base}/messages?${seqs}&limit=${limit}`)).items;
  return {
    open: async () => {
      const [thread, messages] = await Promise.all([
        http.get<Thread>(base),
        page(`beforeSeq=${PAST_THE_END}`, NEWEST),
      ]);
      const { customerReadSeq, customerReadAt, operatorReadSeq, operatorReadAt } = thread;
      const marks = { customerReadSeq, customerReadAt, operatorReadSeq, operatorReadAt };
      return { thread, newest: { messages, ...marks } };
    },
    after: (seq) => page(`afterSeq=${seq}`),
    before: (seq) => page(`beforeSeq=${seq}`),
    fate: (clientMessageId) => http.get<MessageFate>(`${base}/messages/${clientMessageId}`),
    post: (clientMessageId, text) =>
      http.post<MessageAccepted>(`${base}/messages`, { clientMessageId, text }),
    markRead: (seq) => http.post(`${base}/read`, { seq }),
    markUnread: () => http.post(`${base}/unread`),
  };
}

export function bookingsApi(http: Http, locationId: string) {
  return {
    find: (q: string, cursor: string | null, signal: AbortSignal) =>
      http.get<Page<Booking>>(
        `/api/locations/${id(locationId)}/bookings?${query({ q, cursor, limit: 20 })}`,
        signal,
      ),
    openThread: (bookingId: string) =>
      http.post<{ threadId: string }>(`/api/bookings/${id(bookingId)}/thread`),
  };
}

export function settingsApi(http: Http, locationId: string) {
  const base = `/api/locations/${id(locationId)}/settings`;
  return {
    settings: () => http.get<Settings>(base),
    change: async (wanted: Switches, version: number) => {
      const { portalEnabled, supportMessaging } = wanted;
      const request = { body: { portalEnabled, supportMessaging }, headers: ifMatch(version) };
      return (await http.request<Settings>("PUT", base, request)).body;
    },
    history: (cursor: string | null) =>
      http.get<Page<SwitchesChange>>(`${base}/history?${query({ cursor, limit: 50 })}`),
  };
}

export interface DeliveriesQuery {
  readonly destinationId: string | null;
  readonly state: DeliveryState | null;
  readonly cursor: string | null;
}

export function alertsApi(http: Http, locationId: string) {
  const base = `/api/locations/${id(locationId)}/alerts`;
  const destination = (destinationId: string) => `${base}/destinations/${id(destinationId)}`;
  return {
    destinations: async () => (await http.get<Page<Destination>>(`${base}/destinations`)).items,
    create: (wanted: NewDestination) =>
      http.post<CreatedDestination>(`${base}/destinations`, wanted),
    change: async ({ id: destinationId, version }: Destination, wanted: DestinationChange) => {
      const request = { body: wanted, headers: ifMatch(version) };
      return (await http.request<Destination>("PATCH", destination(destinationId), request)).body;
    },
    remove: (destinationId: string) => http.request<null>("DELETE", destination(destinationId)),
    test: async (destinationId: string) => {
      const path = `${destination(destinationId)}/test`;
      return (await http.request<TestResult>("POST", path, { timeout: TEST_TIMEOUT_MS })).body;
    },
    rotateSecret: (destinationId: string) =>
      http.post<RotatedSecret>(`${destination(destinationId)}/rotate-secret`),
    sendVerification: (destinationId: string) =>
      http.post<null>(`${destination(destinationId)}/send-verification`),
    deliveries: ({ destinationId, state, cursor }: DeliveriesQuery) =>
      http.get<Page<Delivery>>(
        `${base}/deliveries?${query({ destinationId, state, cursor, limit: 30 })}`,
      ),
    explanation: (messageId: string) =>
      http.get<MessageExplanation>(`${base}/messages/${id(messageId)}`),
    resend: (deliveryId: string) =>
      http.post<Delivery>(`${base}/deliveries/${id(deliveryId)}/resend`),
    resendFailed: (since: string, destinationId: string | null) =>
      http.post<{ deliveries: number }>(`${base}/deliveries/resend-failed`, {
        since,
        ...(destinationId === null ? {} : { destinationId }),
      }),
    policy: () => http.get<AlertPolicyView>(`${base}/policy`),
    changePolicy: async (wanted: AlertPolicy, version: number) => {
      const request = { body: wanted, headers: ifMatch(version) };
      return (await http.request<AlertPolicyView>("PUT", `${base}/policy`, request)).body;
    },
    history: (cursor: string | null) =>
      http.get<Page<AlertChange>>(`${base}/history?${query({ cursor, limit: 50 })}`),
  };
}

export type AccountApi = ReturnType<typeof accountApi>;
export type BookingsApi = ReturnType<typeof bookingsApi>;
export type SettingsApi = ReturnType<typeof settingsApi>;
export type AlertsApi = ReturnType<typeof alertsApi>;
