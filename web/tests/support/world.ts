/** A world that stands still until a test moves it on. */

import type { Store, World } from "../../src/client/platform/ports";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export class StillWorld implements World {
  time = Date.UTC(2027, 2, 15, 12);
  readonly store = new MemoryStore();
  #ids = 0;
  #timers = new Set<Timer>();

  now = () => this.time;
  newId = () => `id-${++this.#ids}`;
  random = () => 1;
  fetch = () => Promise.reject(new Error("no network in this test"));
  later = (milliseconds: number, run: () => void) => {
    const timer = { at: this.time + milliseconds, run };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  };

  /** Lets time pass, and whatever was to happen meanwhile happen in its order. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.time + milliseconds;
    for (;;) {
      await settled();
      const next = [...this.#timers].sort((one, other) => one.at - other.at)[0];
      if (!next || next.at > until) break;
      this.#timers.delete(next);
      this.time = next.at;
      next.run();
    }
    this.time = until;
  }
}

export class MemoryStore implements Store {
  readonly kept = new Map<string, string>();
  get = (name: string) => this.kept.get(name) ?? null;
  set = (name: string, value: string) => void this.kept.set(name, value);
  remove = (name: string) => void this.kept.delete(name);
  names = () => [...this.kept.keys()];
}

/** Everything that promises have set in motion has come to rest. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}
