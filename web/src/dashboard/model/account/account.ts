/** Who is at the dashboard: from nothing being known to the locations that they may see. */

import type { ReadonlySignal } from "@preact/signals-core";
import { Http } from "../../../client/gateway/http";
import { isTransient, ProblemError } from "../../../client/gateway/problems";
import { retryWithBackoff } from "../../../client/gateway/retry";
import { forgetReader } from "../../../client/messaging/drafts";
import type { World } from "../../../client/platform/ports";
import { Phases, type Scope, scopeOf } from "../../../client/platform/scope";
import { accountApi } from "../gateway/calls";
import type { Me } from "../gateway/contracts";

/**
 * - `opening`: nothing is known yet
 * - `unreachable`: the same, and nobody answers; it is retried automatically
 * - `refused`: the gateway refuses, permanently
 * - `leaving`: somebody is signing out, and the gateway has not answered yet
 * - `not-left`: the same, and nobody answers; it is retried automatically
 * - `signed-out`: nobody is signed in, for the reason that is given, until the page is loaded again
 */
export type AccountState =
  | { readonly kind: "opening" | "unreachable" | "refused" | "leaving" | "not-left" }
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
  /** All that somebody sees and does here; over once they are signed out. */
  readonly session: Scope;
  readonly #phases: Phases<AccountState>;
  readonly #failed: SignedOut | null;
  /** The newest question who is here. */
  #asking: Scope;
  #again: () => void = () => {};

  /** `failed`: what went wrong at signing in just now; null for nothing. */
  constructor(world: World, failed: SignedOut | null) {
    this.#phases = new Phases<AccountState>(
      watched(world, () => this.#ended()),
      { kind: "opening" },
    );
    this.session = this.#phases.now;
    this.#asking = scopeOf(this.session);
    this.#failed = failed;
  }

  get state(): ReadonlySignal<AccountState> {
    return this.#phases.state;
  }

  /** Asks who is here. */
  async open(): Promise<void> {
    this.#asking.end();
    const asking = scopeOf(this.session);
    this.#asking = asking;
    const me = await retryWithBackoff(
      asking,
      () => accountApi(new Http(asking)).me(),
      (failure, again) => {
        if (isTransient(failure)) this.#wait(asking, "unreachable", again);
        else {
          const isNobody = failure instanceof ProblemError && failure.status === NOT_SIGNED_IN;
          if (isNobody) this.#signedOut(this.session, this.#failed ?? "new");
          else this.#phases.show(asking, { kind: "refused" });
          asking.end();
        }
      },
    );
    this.#phases.show(asking, { kind: "open", me });
  }

  /** Nothing is shown or kept from here on. Only the gateway can take the cookie away. */
  leave(): void {
    const state = this.state.peek();
    this.#phases.next(this.session, { kind: "leaving" }, (phase) => {
      if (state.kind === "open") forgetReader(phase.store, state.me.operatorId);
      void this.#leave(phase);
    });
  }

  /** The network is back, or somebody wants it now: what waits is tried. */
  wake(): void {
    this.#again();
  }

  async #leave(phase: Scope): Promise<void> {
    await retryWithBackoff(
      phase,
      () => accountApi(new Http(phase)).signOut(),
      (_, again) => this.#wait(phase, "not-left", again),
    );
    this.#signedOut(phase, "left");
  }

  /** The gateway does not know us any more. */
  #ended(): void {
    if (this.state.peek().kind === "open") this.#signedOut(this.session, "ended");
  }

  #wait(scope: Scope, kind: "unreachable" | "not-left", again: () => void): void {
    this.#phases.show(scope, { kind });
    this.#again = again;
  }

  #signedOut(phase: Scope, why: SignedOut): void {
    this.#phases.next(phase, { kind: "signed-out", why }, () => {});
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
