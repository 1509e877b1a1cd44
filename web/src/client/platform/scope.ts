/** A part of a page's life that ends: a visit, a session, an open thread, one try of a live connection. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { World } from "./ports";

/**
 * Its own share of the world, which stops at the end: no timer runs, no request goes out, no answer
 * arrives, nothing is stored. So whatever was waiting in it can neither show nor keep anything.
 */
export interface Scope extends World {
  /** Aborted at the end. */
  readonly signal: AbortSignal;
  end(): void;
  /** `run`, without effect after the end. */
  bound<Args extends unknown[]>(run: (...args: Args) => void): (...args: Args) => void;
  /** Settles as `answer` does; never after the end. */
  held<T>(answer: Promise<T>): Promise<T>;
}

/** Ends by itself when `world` is a scope and ends. */
export function scopeOf(world: World & { signal?: AbortSignal | undefined }): Scope {
  const { later, fetch, store, signal: outer } = world;
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => ending.abort();
  const bound: Scope["bound"] =
    (run) =>
    (...args) => {
      if (!signal.aborted) run(...args);
    };
  if (outer?.aborted) end();
  outer?.addEventListener("abort", end, { signal });
  return {
    ...world,
    signal,
    end,
    bound,
    held: (answer) =>
      new Promise((resolve, reject) => {
        answer.then(bound(resolve), bound(reject));
      }),
    later: (milliseconds, run) => later(milliseconds, bound(run)),
    fetch: (url, init) => (signal.aborted ? new Promise(() => {}) : fetch(url, init)),
    store: { ...store, set: bound(store.set), remove: bound(store.remove) },
  };
}

/** What a page shows, one phase after the other: only the current phase can show anything. */
export class Phases<State> {
  readonly #world: World;
  readonly #state: Signal<State>;
  #now: Scope;

  constructor(world: World, first: State) {
    this.#world = world;
    this.#state = signal(first);
    this.#now = scopeOf(world);
  }

  get state(): ReadonlySignal<State> {
    return this.#state;
  }

  /** The current phase. */
  get now(): Scope {
    return this.#now;
  }

  /** Shows a state, unless `phase` is over. */
  show(phase: Scope, state: State): void {
    phase.bound(() => {
      this.#state.value = state;
    })();
  }

  /** Ends `phase` and begins the next one with a state; does nothing when `phase` is over. */
  next(phase: Scope, state: State, begin: (next: Scope) => void): void {
    phase.bound(() => {
      phase.end();
      this.#now = scopeOf(this.#world);
      this.#state.value = state;
      begin(this.#now);
    })();
  }
}
