/** One thread with its conversation, as it is open or was open a moment ago. */

import { batch, type ReadonlySignal, signal } from "@preact/signals-core";
import { backoff } from "../../../client/gateway/backoff";
import { type LiveEvent, OPERATOR, type Thread } from "../../../client/gateway/contracts";
import {
  asRequestFailure,
  isTransient,
  ProblemError,
  type RequestFailure,
} from "../../../client/gateway/problems";
import { Conversation } from "../../../client/messaging/conversation";
import type { Drafts } from "../../../client/messaging/drafts";
import type { Scope } from "../../../client/platform/scope";
import type { ThreadApi } from "../gateway/calls";
import { afterEvent, isAboutBooking, merged } from "./thread-reducer";

/** A conversation that was just opened is there within moments, or never. */
const OPENING_MS = 10_000;
const LOOK_AGAIN_MS = 120;

/**
 * - `loading`: nothing of it is here
 * - `open`: it is here, as of the last time that it could be fetched
 * - `failed`: nothing of it is here, and it could not be fetched; it is retried automatically
 * - `gone`: it does not exist, or not for this operator
 */
export type OpenState = "loading" | "open" | "failed" | "gone";

export interface OpenThreadParts {
  threadId: string;
  api: ThreadApi;
  /** The thread is put away when it ends. */
  scope: Scope;
  drafts: Drafts;
  /** Is called with the thread whenever it was fetched. */
  onFetched(thread: Thread): void;
  onFailure(failure: RequestFailure): void;
}

export class OpenThread {
  readonly threadId: string;
  readonly conversation: Conversation;
  /** Resolves when the thread is put away: what it was asked for before is never answered. */
  readonly ended: Promise<void>;
  readonly #parts: OpenThreadParts;
  readonly #state = signal<OpenState>("loading");
  readonly #thread = signal<Thread | null>(null);
  #openingSince: number | null = null;
  #attempts = 0;
  #rounds = 0;
  #forgetRetry: () => void = () => {};

  constructor(parts: OpenThreadParts) {
    this.threadId = parts.threadId;
    this.#parts = parts;
    const { api, scope, drafts, onFailure } = parts;
    this.conversation = new Conversation({ side: OPERATOR, api, scope, drafts, onFailure });
    this.ended = new Promise((resolve) => {
      scope.signal.addEventListener("abort", () => resolve());
    });
  }

  get state(): ReadonlySignal<OpenState> {
    return this.#state;
  }
  get thread(): ReadonlySignal<Thread | null> {
    return this.#thread;
  }

  /** Shows at once what the inbox knows of it. */
  known(thread: Thread): void {
    this.#thread.value ??= thread;
  }

  /** It was asked for a moment ago, and may not exist yet. */
  isBeingOpened(): void {
    this.#openingSince = this.#parts.scope.now();
  }

  /** Fetches all that may have been missed. Throws the failure. */
  async catchUp(): Promise<void> {
    this.#forgetRetry();
    const round = ++this.#rounds;
    const { thread, newest } = await this.#parts.api.open();
    const known = this.#thread.peek();
    // What was asked for before the booking changed says how it was.
    const booking = known && round !== this.#rounds ? known.booking : thread.booking;
    const now = known ? merged(known, { ...thread, booking }).thread : thread;
    const caughtUp = this.conversation.catchUp(newest);
    batch(() => {
      this.#thread.value = now;
      this.#state.value = "open";
    });
    this.#attempts = 0;
    this.#openingSince = null;
    this.#parts.onFetched(now);
    await caughtUp;
  }

  /** The same outside of the live connection: a failure is shown, and it is retried. */
  async open(): Promise<void> {
    try {
      await this.catchUp();
    } catch (error) {
      this.onFailure(asRequestFailure(error));
    }
  }

  onFailure(failure: RequestFailure): void {
    const isMissing = failure instanceof ProblemError && failure.status === 404;
    if (isMissing && this.#mayBeOpening()) this.#openAfter(LOOK_AGAIN_MS);
    else if (isTransient(failure)) {
      if (this.#state.peek() === "loading") this.#state.value = "failed";
      this.#openAfter(backoff(this.#attempts++, this.#parts.scope.random()));
    } else if (isMissing) this.#state.value = "gone";
    else this.#parts.onFailure(failure);
  }

  apply(event: LiveEvent): void {
    this.conversation.apply(event);
    const known = this.#thread.peek();
    if (!known) return;
    const update = afterEvent(known, event);
    this.#thread.value = update.thread;
    if (update.needsFetch && isAboutBooking(event)) void this.open();
  }

  /** Whether something that was written here is not known to be stored. */
  get hasUnsent(): boolean {
    return this.conversation.outbox.peek().length > 0;
  }

  close(): void {
    this.#parts.scope.end();
  }

  #mayBeOpening(): boolean {
    const since = this.#openingSince;
    return since !== null && this.#parts.scope.now() - since < OPENING_MS;
  }

  #openAfter(milliseconds: number): void {
    this.#forgetRetry();
    this.#forgetRetry = this.#parts.scope.later(milliseconds, () => void this.open());
  }
}
