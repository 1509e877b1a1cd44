/**
 * The page's line to its gateway: open the stream, fetch what was missed, and only then say live.
 *
 * However it breaks, the line reconnects automatically. Only an answer that trying again will not
 * change ends it: the page is told, and may `start` again.
 */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import { type Scope, scopeOf } from "../platform/scope";
import { backoff } from "./backoff";
import type { LiveEvent } from "./contracts";
import type { OpenStream } from "./event-stream";
import { asRequestFailure, ProblemError } from "./problems";

/**
 * - `connecting`: the first try
 * - `live`: everything is here, and what is new arrives by itself
 * - `lost`: something may have been missed, and it is reconnecting
 * - `ended`: stopped, or refused permanently
 */
export type ConnectionState = "connecting" | "live" | "lost" | "ended";

export interface ConnectionParts {
  /** The connection ends with it. */
  scope: Scope;
  open: OpenStream;
  onEvent(event: LiveEvent): void;
  /** Fetches everything that may have been missed. `attempt` ends as soon as the line is opened again. */
  catchUp(attempt: Scope): Promise<void>;
  /** Something may be missed from now on, and it is reconnecting. */
  onLost?(): void;
  /** The gateway refuses, and will refuse again. */
  onRefused(problem: ProblemError): void;
}

export class LiveConnection {
  readonly #parts: ConnectionParts;
  readonly #state = signal<ConnectionState>("connecting");
  #attempts = 0;
  /** What is tried now, and the wait until it is tried again. */
  #attempt: Scope;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#attempt = scopeOf(parts.scope);
  }

  get state(): ReadonlySignal<ConnectionState> {
    return this.#state;
  }

  /** Connects, or connects again: whatever line there is is given up. */
  start(): void {
    const attempt = this.#begin();
    if (this.#state.peek() === "ended") this.#state.value = "connecting";
    const { catchUp, onEvent, open } = this.#parts;
    const onFailure = attempt.bound((error: unknown) => this.#onFailure(error));
    const onLive = attempt.bound(() => {
      this.#attempts = 0;
      this.#state.value = "live";
    });
    const onOpen = attempt.bound(() => void catchUp(attempt).then(onLive, onFailure));
    open({ onOpen, onEvent: attempt.bound(onEvent) }, attempt).then(
      attempt.bound(() => this.#onBreak()),
      onFailure,
    );
  }

  stop(): void {
    this.#attempt.end();
    this.#state.value = "ended";
  }

  /** There is a reason to hope, or to doubt: the network is back, or the page has slept. */
  reconnect(): void {
    if (this.#state.peek() === "ended") return;
    this.#attempts = 0;
    this.#lose();
    this.start();
  }

  /** The network is gone: say so now instead of when the connection has been silent for long. */
  drop(): void {
    if (this.#state.peek() !== "ended") this.#onBreak();
  }

  #onFailure(error: unknown): void {
    if (error instanceof ProblemError && !error.isTransient) {
      this.stop();
      this.#parts.onRefused(error);
      return;
    }
    this.#onBreak();
    // Whatever else it is: the line is tried again, and a bug is thrown on to be seen.
    asRequestFailure(error);
  }

  #onBreak(): void {
    this.#lose();
    const { later, random } = this.#begin();
    later(backoff(this.#attempts++, random()), () => this.start());
  }

  #lose(): void {
    this.#state.value = "lost";
    this.#parts.onLost?.();
  }

  #begin(): Scope {
    this.#attempt.end();
    this.#attempt = scopeOf(this.#parts.scope);
    return this.#attempt;
  }
}
