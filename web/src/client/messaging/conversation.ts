/**
 * One thread as a page holds it: its history, what was written here, and both read marks.
 *
 * Feed it with live events (`apply`), and call `catchUp` whenever the live connection was opened; it asks
 * for whatever is missing. Both pages use it, each with its own `ConversationApi`.
 */

import { batch, type ReadonlySignal, signal } from "@preact/signals-core";
import { CUSTOMER, type LiveEvent, type Message, type Side } from "../gateway/contracts";
import { asRequestFailure, type RequestFailure } from "../gateway/problems";
import { assertNever } from "../platform/assert-never";
import type { Scope } from "../platform/scope";
import { type ConversationApi, type Newest, PAGE_SIZE } from "./api";
import type { Drafts } from "./drafts";
import {
  firstSeq,
  gapAfter,
  type History,
  lastSeq,
  NOTHING_YET,
  reachesBack,
  withLater,
  withNewest,
  withOlder,
} from "./history";
import type { Outbox } from "./outbox";
import { type Marks, ReadMarks } from "./read-marks";
import { Sending } from "./sending";

export type OlderState = "idle" | "loading" | "failed";

export interface ConversationParts {
  side: Side;
  api: ConversationApi;
  /** The conversation ends with it: what was written waits in `drafts` until it is opened again. */
  scope: Scope;
  drafts: Drafts;
  /** Is told of failures in the background, which a new start of the live connection mends. */
  onFailure(failure: RequestFailure): void;
}

export class Conversation {
  readonly side: Side;
  readonly sending: Sending;
  readonly #api: ConversationApi;
  readonly #drafts: Drafts;
  readonly #onFailure: (failure: RequestFailure) => void;
  readonly #reading: ReadMarks;
  readonly #history = signal<History>(NOTHING_YET);
  readonly #older = signal<OlderState>("idle");
  #filling: Promise<void> | null = null;

  constructor(parts: ConversationParts) {
    this.side = parts.side;
    this.#api = parts.api;
    this.#drafts = parts.drafts;
    this.#onFailure = parts.onFailure;
    this.#reading = new ReadMarks(parts.side, parts.api);
    this.sending = new Sending({ ...parts, onStored: () => this.#fetchLater() });
  }

  get history(): ReadonlySignal<History> {
    return this.#history;
  }
  get outbox(): ReadonlySignal<Outbox> {
    return this.sending.outbox;
  }
  get marks(): ReadonlySignal<Marks> {
    return this.#reading.marks;
  }
  get older(): ReadonlySignal<OlderState> {
    return this.#older;
  }

  draft(): string {
    return this.#drafts.draft();
  }

  saveDraft(text: string): void {
    this.#drafts.saveDraft(text);
  }

  /** Takes in the newest messages and marks, whenever they were fetched. */
  see(newest: Newest): void {
    batch(() => {
      this.#takeIn(withNewest(this.#history.peek(), newest.messages));
      this.#reading.moved(CUSTOMER, newest.customerReadSeq, newest.customerReadAt);
      this.#reading.fetched(newest.operatorReadSeq, newest.operatorReadAt);
    });
  }

  /**
   * Takes in the newest messages and marks, fetched since the live connection is open, and fetches
   * whatever else may have been missed: what lies before them, and what happened to one's own.
   */
  async catchUp(newest: Newest): Promise<void> {
    this.see(newest);
    await this.#fillGap();
    this.sending.restoreUnsent(this.#history.peek().messages);
    await this.sending.fetchFates();
    this.sending.again();
    void this.#reading.send();
  }

  /** Takes in a live event of this thread. */
  apply(event: LiveEvent): void {
    switch (event.type) {
      case "MessagePosted":
        this.#onPosted(event.data);
        break;
      case "ThreadRead":
        this.#reading.moved(event.data.side, event.data.readSeq, event.data.readAt);
        break;
      case "ThreadMarkedUnread":
        this.#reading.movedBack(event.data.readSeq, event.data.markedAt);
        break;
      case "CommandRejected":
        if (event.data.clientMessageId !== null) {
          this.sending.rejected(event.data.clientMessageId, event.data.reason);
        }
        break;
      case "ThreadOpened":
      case "LocationSettingsChanged":
      case "BookingChanged":
      case "BookingWithdrawn":
        break;
      default:
        assertNever(event);
    }
  }

  /** Loads the page before the first message that is here; how that goes is in `older`. */
  async loadOlder(): Promise<void> {
    const history = this.#history.peek();
    if (!history.loaded || reachesBack(history) || this.#older.peek() === "loading") return;
    this.#older.value = "loading";
    try {
      const older = await this.#api.before(firstSeq(history));
      batch(() => {
        this.#history.value = withOlder(this.#history.peek(), older);
        this.#older.value = "idle";
      });
    } catch (error) {
      this.#older.value = "failed";
      asRequestFailure(error);
    }
  }

  /** The reader has seen everything up to a message. Marks only move forward. */
  markRead(seq: number): void {
    this.#reading.want(seq);
  }

  #takeIn(history: History): void {
    batch(() => {
      this.#history.value = history;
      this.sending.stored(history.messages);
    });
  }

  #onPosted(message: Message): void {
    batch(() => {
      this.#takeIn(withLater(this.#history.peek(), [message]));
      // Whoever writes has read.
      this.#reading.moved(message.senderType, message.seq, message.sentAt);
    });
    if (gapAfter(this.#history.peek()) === null) return;
    this.#fillGap().catch((error: unknown) => this.#onFailure(asRequestFailure(error)));
  }

  #fillGap(): Promise<void> {
    this.#filling ??= this.#fetchUntilWhole().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #fetchUntilWhole(): Promise<void> {
    for (;;) {
      const seq = gapAfter(this.#history.peek());
      if (seq === null) return;
      this.#takeIn(withLater(this.#history.peek(), await this.#api.after(seq)));
      if (lastSeq(this.#history.peek()) === seq) return;
    }
  }

  async #fetchLater(): Promise<void> {
    while (this.#history.peek().loaded) {
      const page = await this.#api.after(lastSeq(this.#history.peek()));
      this.#takeIn(withLater(this.#history.peek(), page));
      if (page.length < PAGE_SIZE) return;
    }
  }
}
