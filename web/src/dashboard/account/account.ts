/** Who is at the dashboard: from nothing being known to the locations that they may see. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import { backoff } from "../../client/backoff";
import { forget } from "../../client/keeping";
import type { World } from "../../client/ports";
import { ProblemError, passes, troubleOf } from "../../client/problems";
import type { AccountApi } from "../calls";
import type { Me } from "../contracts";

/**
 * - `opening`: nothing is known yet
 * - `unreachable`: the same, and nobody answers; it is tried again by itself
 * - `signed-out`: nobody is signed in, for the reason that is given
 * - `refused`: the gateway refuses, for good
 */
export type AccountState =
  | { readonly kind: "opening" | "unreachable" | "refused" }
  | { readonly kind: "signed-out"; readonly why: SignedOut }
  | { readonly kind: "open"; readonly me: Me };

/**
 * - `new`: there was no session
 * - `ended`: there was one, and it is over
 * - `left`: by one's own wish
 * - the others: what went wrong at signing in
 */
export type SignedOut = "new" | "ended" | "left" | "denied" | "incomplete" | "unavailable";

const NOT_SIGNED_IN = 401;

export class Account {
  readonly #world: World;
  readonly #api: AccountApi;
  readonly #failed: SignedOut | null;
  readonly #state = signal<AccountState>({ kind: "opening" });

  /** `failed`: what went wrong at signing in just now; null for nothing. */
  constructor(world: World, api: AccountApi, failed: SignedOut | null) {
    this.#world = world;
    this.#api = api;
    this.#failed = failed;
  }

  get state(): ReadonlySignal<AccountState> {
    return this.#state;
  }

  async open(attempt = 0): Promise<void> {
    try {
      this.#state.value = { kind: "open", me: await this.#api.me() };
    } catch (error) {
      this.#onRefused(error, attempt);
    }
  }

  /** The gateway does not know us any more. */
  ended(): void {
    if (this.#state.peek().kind === "open") this.#signedOut("ended");
  }

  /** Ends the session, and forgets what was written here and not sent. Throws what the API throws. */
  async leave(): Promise<void> {
    const state = this.#state.peek();
    await this.#api.signOut();
    if (state.kind === "open") forget(this.#world.store, state.me.operatorId);
    this.#signedOut("left");
  }

  #onRefused(error: unknown, attempt: number): void {
    const trouble = troubleOf(error);
    if (passes(trouble)) {
      this.#state.value = { kind: "unreachable" };
      const { later, random } = this.#world;
      later(backoff(attempt, random()), () => void this.open(attempt + 1));
    } else if (trouble instanceof ProblemError && trouble.status === NOT_SIGNED_IN) {
      this.#signedOut(this.#failed ?? "new");
    } else this.#state.value = { kind: "refused" };
  }

  #signedOut(why: SignedOut): void {
    this.#state.value = { kind: "signed-out", why };
  }
}

/** The world, with somebody told whenever the gateway answers that it does not know us. */
export function watched(world: World, onNotSignedIn: () => void): World {
  return {
    ...world,
    fetch: async (url, init) => {
      const response = await world.fetch(url, init);
      if (response.status === NOT_SIGNED_IN) onNotSignedIn();
      return response;
    },
  };
}
