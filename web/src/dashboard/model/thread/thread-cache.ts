/**
 * The threads that are open or were open a moment ago: going back to one shows it at once, and
 * what was written into one is sent whatever is open in the meantime.
 */

import type { LiveEvent } from "../../../client/gateway/contracts";
import { assertNever } from "../../../client/platform/assert-never";
import type { OpenThread } from "./open-thread";

const KEPT = 20;

export class ThreadCache {
  readonly #make: (threadId: string) => OpenThread;
  /** The one that was taken last stands last. */
  readonly #threads = new Map<string, OpenThread>();

  constructor(make: (threadId: string) => OpenThread) {
    this.#make = make;
  }

  take(threadId: string): OpenThread {
    const thread = this.#threads.get(threadId) ?? this.#make(threadId);
    this.#threads.delete(threadId);
    this.#threads.set(threadId, thread);
    this.#clear();
    return thread;
  }

  apply(event: LiveEvent): void {
    switch (event.type) {
      case "MessagePosted":
      case "ThreadOpened":
      case "ThreadRead":
      case "ThreadMarkedUnread":
      case "CommandRejected":
        this.#threads.get(event.data.threadId)?.apply(event);
        break;
      case "BookingChanged":
      case "BookingWithdrawn":
        for (const thread of this.#threads.values()) thread.apply(event);
        break;
      case "LocationSettingsChanged":
        break;
      default:
        assertNever(event);
    }
  }

  /** Puts away the oldest, but for those with messages that are still on their way. */
  #clear(): void {
    const [newest] = [...this.#threads.keys()].slice(-1);
    for (const [threadId, thread] of this.#threads) {
      if (this.#threads.size <= KEPT) return;
      if (threadId === newest || thread.hasUnsent) continue;
      thread.close();
      this.#threads.delete(threadId);
    }
  }
}
