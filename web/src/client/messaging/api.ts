/** A thread's calls on its gateway; each page gives its own. */

import type { Message, MessageAccepted, MessageFate, Timestamp } from "../gateway/contracts";

/** The newest messages of a thread in seq order, and how far each side has read. */
export interface Newest {
  readonly messages: readonly Message[];
  readonly customerReadSeq: number;
  /** null when the mark never moved. */
  readonly customerReadAt: Timestamp | null;
  readonly operatorReadSeq: number;
  readonly operatorReadAt: Timestamp | null;
}

/** All throw ProblemError and UnreachableError. */
export interface ConversationApi {
  /** In seq order, at most `PAGE_SIZE`. */
  after(seq: number): Promise<readonly Message[]>;
  before(seq: number): Promise<readonly Message[]>;
  fate(clientMessageId: string): Promise<MessageFate>;
  post(clientMessageId: string, text: string): Promise<MessageAccepted>;
  markRead(seq: number): Promise<unknown>;
}

export const PAGE_SIZE = 100;
