/**
 * The page's line to its gateway: open the stream, fetch what was missed, and only then say live.
 *
 * However it breaks, the line comes back by itself. Only an answer that trying again will not
 * change ends it: the page is told, and may `start` anew.
 */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import { backoff } from "./backoff";
import type { LiveEvent } from "./contracts";
import type { OpenStream } from "./event-stream";
import type { Later, Random } from "./ports";
import { ProblemError, troubleOf } from "./problems";

/**
 * - `connecting`: the first try
 * - `live`: everything is here, and what is new arrives by itself
 * - `lost`: something may have been missed, and it is being tried to get it
 * - `ended`: stopped, or refused for good
 */
export type LineState = "connecting" | "live" | "lost" | "ended";

export interface LineParts {
  open: OpenStream;
  onEvent(event: LiveEvent): void;
  /** Fetches everything that may have been missed. */
  catchUp(): Promise<void>;
  /** Something may be missed from now on, and it is being tried to get the line back. */
  onLost?(): void;
  /** The gateway refuses, and will refuse again. */
  onRefused(problem: ProblemError): void;
  later: Later;
  random: Random;
}

export class LiveLine {
  readonly #parts: LineParts;
  readonly #state = signal<LineState>("connecting");
  #attempts = 0;
  #stream: AbortController | null = null;
  #forgetRetry: () => void = () => {};

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  get state(): ReadonlySignal<LineState> {
    return this.#state;
  }

  /** Connects, or connects anew: whatever line there is is given up. */
  start(): void {
    this.#hangUp();
    if (this.#state.peek() === "ended") this.#state.value = "connecting";
    void this.#attempt();
  }

  stop(): void {
    this.#hangUp();
    this.#state.value = "ended";
  }

  /** There is a reason to hope, or to doubt: the network is back, or the page has slept. */
  nudge(): void {
    if (this.#state.peek() === "ended") return;
    this.#attempts = 0;
    this.#lose();
    this.start();
  }

  /** The network is gone: say so now instead of when the line has been silent for long. */
  drop(): void {
    if (this.#state.peek() === "ended") return;
    this.#lose();
    this.#hangUp();
    this.#retryLater();
  }

  async #attempt(): Promise<void> {
    const stream = new AbortController();
    this.#stream = stream;
    const isOver = () => this.#stream !== stream;
    try {
      await this.#parts.open(
        {
          onOpen: () => void this.#catchUp(isOver),
          onEvent: (event) => {
            if (!isOver()) this.#parts.onEvent(event);
          },
        },
        stream.signal,
      );
      if (!isOver()) this.#onBreak();
    } catch (error) {
      if (!isOver()) this.#onTrouble(error);
    }
  }

  async #catchUp(isOver: () => boolean): Promise<void> {
    try {
      await this.#parts.catchUp();
      if (isOver()) return;
      this.#attempts = 0;
      this.#state.value = "live";
    } catch (error) {
      if (!isOver()) this.#onTrouble(error);
    }
  }

  #onTrouble(error: unknown): void {
    if (error instanceof ProblemError && !error.passes) {
      this.stop();
      this.#parts.onRefused(error);
      return;
    }
    this.#onBreak();
    // Whatever else it is: the line is tried again, and a bug is thrown on to be seen.
    troubleOf(error);
  }

  #onBreak(): void {
    this.#lose();
    this.#hangUp();
    this.#retryLater();
  }

  #lose(): void {
    this.#state.value = "lost";
    this.#parts.onLost?.();
  }

  #retryLater(): void {
    const wait = backoff(this.#attempts++, this.#parts.random());
    this.#forgetRetry = this.#parts.later(wait, () => this.start());
  }

  #hangUp(): void {
    this.#forgetRetry();
    const stream = this.#stream;
    this.#stream = null;
    stream?.abort();
  }
}
