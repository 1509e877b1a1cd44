/** How far both sides of a thread have read. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import { CUSTOMER, type Side } from "../gateway/contracts";
import { troubleOf } from "../gateway/problems";
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

  /** A mark as the server has it. What is older than what is known changes nothing. */
  moved(side: Side, seq: number): void {
    const marks = this.#marks.peek();
    const mark = side === this.#side ? "own" : "other";
    if (seq > marks[mark]) this.#marks.value = { ...marks, [mark]: seq };
  }

  /**
   * The operators' mark was moved back. It is a reminder among themselves: a customer who was
   * told that something was seen is not told otherwise.
   */
  movedBack(seq: number): void {
    if (this.#side === CUSTOMER) return;
    this.#wanted = 0;
    this.#sent = 0;
    this.#marks.value = { ...this.#marks.peek(), own: seq };
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
      // Sent again once the line has caught up.
      troubleOf(error);
    } finally {
      this.#isSending = false;
    }
  }
}
