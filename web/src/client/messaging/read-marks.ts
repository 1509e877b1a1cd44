/** How far both sides of a thread have read. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import { CUSTOMER, OPERATOR, type Side, type Timestamp } from "../gateway/contracts";
import { asRequestFailure } from "../gateway/problems";
import type { ConversationApi } from "./api";

/** By seq. */
export interface Marks {
  readonly own: number;
  readonly other: number;
}

export class ReadMarks {
  readonly #side: Side;
  readonly #api: Pick<ConversationApi, "markRead">;
  readonly #marks = signal<Marks>({ own: 0, other: 0 });
  /** When the own mark last moved, and when it was last moved back; in milliseconds. */
  #movedAt = 0;
  #movedBackAt = 0;
  #isSending = false;
  #wanted = 0;
  #sent = 0;

  constructor(side: Side, api: Pick<ConversationApi, "markRead">) {
    this.#side = side;
    this.#api = api;
  }

  get marks(): ReadonlySignal<Marks> {
    return this.#marks;
  }

  /**
   * A side has read up to `seq`. Events may come again and late: what is older than what is known,
   * or than the last marking as unread, changes nothing.
   */
  moved(side: Side, seq: number, at: Timestamp | null): void {
    const marks = this.#marks.peek();
    const isOwn = side === this.#side;
    const mark = isOwn ? "own" : "other";
    const time = timeOf(at);
    if (seq <= marks[mark] || (isOwn && time <= this.#movedBackAt)) return;
    if (isOwn) this.#movedAt = time;
    this.#marks.value = { ...marks, [mark]: seq };
  }

  /**
   * The operators' mark was moved back, unless they have read since. It is a reminder among
   * themselves: a customer who was told that something was seen is not told otherwise.
   */
  movedBack(seq: number, at: Timestamp | null): void {
    const time = timeOf(at);
    if (this.#side === CUSTOMER || time <= this.#movedAt) return;
    this.#movedAt = time;
    this.#movedBackAt = time;
    this.#wanted = 0;
    this.#sent = 0;
    this.#marks.value = { ...this.#marks.peek(), own: seq };
  }

  /** The operators' mark as it was fetched: it may have moved either way since it was heard of. */
  fetched(seq: number, at: Timestamp | null): void {
    if (this.#side === OPERATOR && seq < this.#marks.peek().own) this.movedBack(seq, at);
    else this.moved(OPERATOR, seq, at);
  }

  /** The reader has seen everything up to a message. */
  want(seq: number): void {
    if (seq <= Math.max(this.#marks.peek().own, this.#wanted)) return;
    this.#wanted = seq;
    void this.send();
  }

  /** Sends what is wanted and not known to be sent. */
  async send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#wanted > Math.max(this.#sent, this.#marks.peek().own)) {
        const seq = this.#wanted;
        await this.#api.markRead(seq);
        this.#sent = seq;
      }
    } catch (error) {
      // Sent again once the connection has caught up.
      asRequestFailure(error);
    } finally {
      this.#isSending = false;
    }
  }
}

/** A mark that never moved is older than all others. */
function timeOf(at: Timestamp | null): number {
  return at === null ? 0 : Date.parse(at);
}
