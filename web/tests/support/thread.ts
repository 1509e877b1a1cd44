/** A thread as the gateway has it, and words for its messages and events. */

import {
  CUSTOMER,
  type LiveEvent,
  type Message,
  type MessageFate,
  OPERATOR,
  type RejectionReason,
  type Side,
} from "../../src/client/gateway/contracts";
import { ProblemError, UnreachableError } from "../../src/client/gateway/problems";
import { type ConversationApi, PAGE_SIZE } from "../../src/client/messaging/api";

const START = Date.UTC(2027, 2, 15, 9);

/** The marks of a thread that nobody has read. */
export const UNREAD = {
  customerReadSeq: 0,
  customerReadAt: null,
  operatorReadSeq: 0,
  operatorReadAt: null,
};

export function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    messageId: `message-${seq}`,
    clientMessageId: `client-${seq}`,
    threadId: "thread",
    seq,
    senderType: OPERATOR,
    senderName: "Marta Costa",
    text: `Text ${seq}`,
    sentAt: new Date(START + seq * 60_000).toISOString(),
    ...more,
  };
}

export function messages(from: number, to: number, more: Partial<Message> = {}): Message[] {
  return Array.from({ length: to - from + 1 }, (_, i) => message(from + i, more));
}

export function posted(what: Message): LiveEvent {
  const data = { ...what, bookingId: "booking", locationId: "location" };
  return { type: "MessagePosted", data: { ...data, customerName: "Zoë", confirmationCode: "K-1" } };
}

export function read(side: Side, readSeq: number): LiveEvent {
  const about = { bookingId: "booking", threadId: "thread", locationId: "location" };
  return {
    type: "ThreadRead",
    data: { ...about, side, readSeq, readAt: new Date(START).toISOString(), unread: 0 },
  };
}

export function rejected(clientMessageId: string, reason: RejectionReason): LiveEvent {
  return {
    type: "CommandRejected",
    data: {
      bookingId: "booking",
      threadId: "thread",
      locationId: "location",
      commandId: "command",
      commandType: "PostMessage",
      reason,
      senderType: CUSTOMER,
      senderId: "customer",
      messageId: "message",
      clientMessageId,
      rejectedAt: new Date(START).toISOString(),
    },
  };
}

export const AWAY = new UnreachableError("nobody there");
export const BUSY = new ProblemError(503, "unavailable", "Kafka is away", "", 2_000);
export const OFF = new ProblemError(403, "messaging-disabled", "Off", "");

/** What was posted is accepted; a test decides when it is stored. */
export class FakeThread implements ConversationApi {
  stored: Message[] = [];
  readonly posts: string[] = [];
  readonly marks: number[] = [];
  readonly fates = new Map<string, Partial<MessageFate>>();
  /** Thrown by all calls until it is taken away. */
  failure: Error | null = null;

  async after(seq: number): Promise<Message[]> {
    this.#fail();
    return this.stored.filter((each) => each.seq > seq).slice(0, PAGE_SIZE);
  }

  async before(seq: number): Promise<Message[]> {
    this.#fail();
    return this.stored.filter((each) => each.seq < seq).slice(-PAGE_SIZE);
  }

  async fate(clientMessageId: string): Promise<MessageFate> {
    this.#fail();
    const fate = this.fates.get(clientMessageId) ?? {};
    return { messageId: "", clientMessageId, status: "pending", seq: null, reason: null, ...fate };
  }

  async post(clientMessageId: string, text: string) {
    this.#fail();
    this.posts.push(`${clientMessageId} ${text}`);
    return { messageId: "", clientMessageId, status: "accepted" as const };
  }

  async markRead(seq: number): Promise<void> {
    this.#fail();
    this.marks.push(seq);
  }

  /** Stores what a customer has posted, and gives its event. */
  store(clientMessageId: string, text: string): LiveEvent {
    const seq = (this.stored.at(-1)?.seq ?? 0) + 1;
    const own = message(seq, { clientMessageId, text, senderType: CUSTOMER, senderName: "Zoë" });
    this.stored.push(own);
    return posted(own);
  }

  #fail(): void {
    if (this.failure) throw this.failure;
  }
}
