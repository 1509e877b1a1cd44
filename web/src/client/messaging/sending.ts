/** Gets what was written here into the thread: one after the other, each once, and reports its state. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import { backoff } from "../gateway/backoff";
import type { Message, RejectionReason } from "../gateway/contracts";
import {
  asRequestFailure,
  isTransient,
  ProblemError,
  type RequestFailure,
} from "../gateway/problems";
import { assertNever } from "../platform/assert-never";
import type { Scope } from "../platform/scope";
import type { ConversationApi } from "./api";
import type { Drafts } from "./drafts";
import {
  accepted,
  afterFailure,
  isGivenUp,
  mergedWith,
  nextToSend,
  type Outbox,
  retrying,
  undecided,
  withFate,
  without,
  withoutStored,
  written,
} from "./outbox";

/** What was accepted is decided within moments; when nothing was heard for this long, ask. */
const FIRST_QUESTION_MS = 4_000;

export interface SendingParts {
  api: Pick<ConversationApi, "post" | "fate">;
  scope: Scope;
  drafts: Drafts;
  /** A message of ours is stored and has not arrived: fetch what there is. */
  onStored(): Promise<void>;
}

export class Sending {
  readonly #parts: SendingParts;
  readonly #outbox = signal<Outbox>([]);
  readonly #written = signal(0);
  #isSending = false;
  #attempts = 0;
  #forgetSending: () => void = () => {};
  #forgetAsking: () => void = () => {};

  constructor(parts: SendingParts) {
    this.#parts = parts;
    this.#outbox.value = retrying(parts.drafts.outbox());
  }

  get outbox(): ReadonlySignal<Outbox> {
    return this.#outbox;
  }

  /** How many messages were written during this visit. */
  get written(): ReadonlySignal<number> {
    return this.#written;
  }

  /** Sends a text; false when it is empty or too long. */
  write(text: string): boolean {
    const { newId, now } = this.#parts.scope;
    const outbox = this.#outbox.peek();
    const message = written(outbox, text, newId(), now());
    if (message === null) return false;
    this.#keep([...outbox, message]);
    this.#written.value++;
    this.again();
    return true;
  }

  /**
   * Tries a message again: the same id, so that there is never a second copy. One that was
   * rejected has its final answer under its id, and goes out as a new one.
   */
  retry(clientMessageId: string): void {
    const outbox = this.#outbox.peek();
    const message = outbox.find((each) => each.clientMessageId === clientMessageId);
    if (!message) return;
    switch (message.fate.state) {
      case "rejected":
        this.#keep(without(outbox, clientMessageId));
        this.write(message.text);
        break;
      case "failed":
        this.#keep(withFate(outbox, clientMessageId, { state: "sending" }));
        this.again();
        break;
      case "sending":
      case "accepted":
        break;
      default:
        assertNever(message.fate);
    }
  }

  /** Takes away a message that was not accepted, or was rejected. */
  discard(clientMessageId: string): void {
    const outbox = this.#outbox.peek();
    const message = outbox.find((each) => each.clientMessageId === clientMessageId);
    if (message && isGivenUp(message.fate)) this.#keep(without(outbox, clientMessageId));
  }

  /** Sends whatever waits, in order. */
  again(): void {
    this.#forgetSending();
    this.#keep(retrying(this.#outbox.peek()));
    void this.#sendAll();
  }

  /** These are in the history from now on. */
  stored(messages: readonly Message[]): void {
    this.#keep(withoutStored(this.#outbox.peek(), messages));
  }

  rejected(clientMessageId: string, reason: RejectionReason): void {
    this.#keep(withFate(this.#outbox.peek(), clientMessageId, { state: "rejected", reason }));
  }

  /**
   * Takes up what another window kept and did not get rid of before it was closed, but for what
   * is in the history.
   */
  restoreUnsent(history: readonly Message[]): void {
    const kept = withoutStored(this.#parts.drafts.outbox(), history);
    this.#outbox.value = mergedWith(this.#outbox.peek(), kept);
  }

  /** Asks what happened to everything that is accepted. Throws what the API throws. */
  async fetchFates(): Promise<void> {
    for (const { clientMessageId } of undecided(this.#outbox.peek())) {
      const { status, reason } = await this.#parts.api.fate(clientMessageId);
      switch (status) {
        case "rejected":
          if (reason !== null) this.rejected(clientMessageId, reason);
          break;
        case "stored":
          await this.#parts.onStored();
          break;
        case "pending":
          break;
        default:
          // A newer gateway may say something else: it is asked again, as for `pending`.
          status satisfies never;
      }
    }
  }

  #keep(outbox: Outbox): void {
    const before = this.#outbox.peek();
    if (outbox === before) return;
    this.#parts.drafts.saveOutbox(before, outbox);
    this.#outbox.value = outbox;
  }

  async #sendAll(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (;;) {
        const message = nextToSend(this.#outbox.peek());
        if (!message || !(await this.#post(message.clientMessageId, message.text))) return;
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** Whether the next message has its turn now. */
  async #post(clientMessageId: string, text: string): Promise<boolean> {
    try {
      await this.#parts.api.post(clientMessageId, text);
    } catch (error) {
      return this.#onFailedPost(clientMessageId, asRequestFailure(error));
    }
    this.#attempts = 0;
    // Its event may have been quicker than this answer, and has the last word.
    this.#keep(accepted(this.#outbox.peek(), clientMessageId));
    this.#askLater(0);
    return true;
  }

  #onFailedPost(clientMessageId: string, failure: RequestFailure): boolean {
    this.#keep(afterFailure(this.#outbox.peek(), clientMessageId, failure));
    if (!isTransient(failure)) return true;
    const { later, random } = this.#parts.scope;
    const wanted = failure instanceof ProblemError ? (failure.retryAfter ?? 0) : 0;
    const wait = Math.max(wanted, backoff(this.#attempts++, random()));
    this.#forgetSending = later(wait, () => this.again());
    return false;
  }

  #askLater(attempt: number): void {
    this.#forgetAsking();
    if (undecided(this.#outbox.peek()).length === 0) return;
    const { later, random } = this.#parts.scope;
    this.#forgetAsking = later(FIRST_QUESTION_MS + backoff(attempt, random()), () => {
      this.fetchFates()
        .catch(asRequestFailure)
        .then(() => this.#askLater(attempt + 1));
    });
  }
}
