/** A thread's calls on its gateway; each page gives its own. */

import type { Message, MessageAccepted, MessageFate, Thread } from "../gateway/contracts";

/** How far each side has read; the time is null when the mark never moved. */
type ReadMarks = Pick<
  Thread,
  "customerReadSeq" | "customerReadAt" | "operatorReadSeq" | "operatorReadAt"
>;

/** The newest messages of a thread in seq order. */
export interface Newest extends ReadMarks {
  readonly messages: readonly Message[];
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
