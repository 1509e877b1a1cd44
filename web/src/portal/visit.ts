/** A customer's visit: from the link, or the cookie of an earlier visit, to the live conversation. */

import type { ReadonlySignal } from "@preact/signals-core";
import type { LinkToken } from "../client/gateway/contracts";
import { eventStream } from "../client/gateway/event-stream";
import { Http } from "../client/gateway/http";
import { LiveConnection } from "../client/gateway/live-connection";
import { isTransient, ProblemError } from "../client/gateway/problems";
import { retryWithBackoff } from "../client/gateway/retry";
import { forgetReader } from "../client/messaging/drafts";
import type { World } from "../client/platform/ports";
import { Phases, type Scope } from "../client/platform/scope";
import { CONVERSATION, type Posted, SESSION } from "./calls";
import type { Remembered } from "./link";
import { LiveConversation, type Opened, PORTAL_OFF } from "./live-conversation";

/**
 * - `opening`: nothing is known yet
 * - `unreachable`: the same, and nobody answers; it is retried automatically
 * - `refused`: for the reason that the gateway named, permanently
 * - `portal-off`: the location has switched the page off, and may switch it on again
 * - `leaving`: the customer is signing out, and the gateway has not answered yet
 * - `not-left`: the same, and nobody answers; it is retried automatically
 * - `signed-out`: by the customer, permanently
 */
export type VisitState =
  | {
      readonly kind:
        | "opening"
        | "unreachable"
        | "portal-off"
        | "leaving"
        | "not-left"
        | "signed-out";
    }
  | { readonly kind: "refused"; readonly reason: string }
  | ({ readonly kind: "open" } & Opened);

/** The live connection can wait until what is here was drawn. */
const DRAWN_MS = 100;

export class Visit {
  readonly #phases: Phases<VisitState>;
  readonly #remember: (known: Remembered) => void;
  #connection: LiveConnection | null = null;
  #again: () => void = () => {};
  /** The booking that this visit is about, once that is known. */
  #meant: string;

  /** `remember` keeps with the tab what it is about; `meant` is what it was about before a reload. */
  constructor(world: World, remember: (known: Remembered) => void, meant = "") {
    // Cookies are the whole browser's, and other tabs may have opened other bookings' links.
    const fetch: World["fetch"] = (path, init) =>
      world.fetch(path, {
        ...init,
        headers: { ...init.headers, ...(this.#meant && { "Booking-Id": this.#meant }) },
      });
    this.#phases = new Phases<VisitState>({ ...world, fetch }, { kind: "opening" });
    this.#remember = remember;
    this.#meant = meant;
  }

  get state(): ReadonlySignal<VisitState> {
    return this.#phases.state;
  }

  /** Opens a link by its token, or goes on with the visit that the cookie stands for. */
  open(token: string | null): void {
    const { now } = this.#phases;
    if (token === null) this.#connect(now);
    else void this.#signIn(now, token);
  }

  refuse(reason: string, phase = this.#phases.now, then = () => {}): void {
    this.#phases.next(phase, { kind: "refused", reason }, then);
  }

  /** Nothing is shown or kept from here on. Only the gateway can take the cookie away. */
  signOut(): void {
    this.#phases.next(this.#phases.now, { kind: "leaving" }, (phase) => void this.#leave(phase));
  }

  /** The network is back, or the page has slept: whatever waits is tried now. */
  wake(): void {
    this.#again();
  }

  /** The network is gone. */
  sleep(): void {
    this.#connection?.drop();
  }

  close(): void {
    this.#phases.now.end();
  }

  async #leave(phase: Scope): Promise<void> {
    forgetReader(phase.store, this.#meant);
    await retryWithBackoff(
      phase,
      () => new Http(phase).request("DELETE", SESSION, { keepalive: true }),
      (_, again) => this.#wait(phase, "not-left", again),
    );
    this.#phases.show(phase, { kind: "signed-out" });
  }

  async #signIn(phase: Scope, token: string): Promise<void> {
    const { bookingId, conversation } = await retryWithBackoff(
      phase,
      () =>
        new Http(phase).post<Posted<typeof SESSION>>(`${SESSION}?include=conversation`, {
          token,
        } satisfies LinkToken),
      (failure, again) => {
        if (isTransient(failure)) {
          this.#wait(phase, "unreachable", again);
          return;
        }
        const isOver = failure instanceof ProblemError && failure.kind === "link-expired";
        const reason = isOver ? "link-expired" : "link-invalid";
        this.refuse(reason, phase, () => this.#remember({ refused: reason }));
      },
    );
    this.#isAbout(bookingId);
    const connection = this.#connectionIn(phase);
    if (conversation === null) this.#start(phase, connection.connection);
    else {
      // What it may lack is caught up with once the line is open.
      connection.show(conversation);
      phase.later(DRAWN_MS, () => this.#start(phase, connection.connection));
    }
  }

  #isAbout(bookingId: string): void {
    if (bookingId === this.#meant) return;
    this.#meant = bookingId;
    this.#remember({ bookingId });
  }

  #wait(phase: Scope, kind: "unreachable" | "not-left", again: () => void): void {
    this.#phases.show(phase, { kind });
    this.#again = again;
  }

  #connect(phase: Scope): void {
    this.#start(phase, this.#connectionIn(phase).connection);
  }

  #connectionIn(scope: Scope): LiveConversation {
    return new LiveConversation({
      scope,
      onOpened: (opened) => {
        this.#isAbout(opened.booking.bookingId);
        this.#phases.show(scope, { kind: "open", ...opened });
      },
      onUnreachable: () => this.#phases.show(scope, { kind: "unreachable" }),
      onRefused: (reason) => this.#refused(scope, reason),
    });
  }

  #refused(phase: Scope, reason: string): void {
    if (reason === PORTAL_OFF) this.#waitForPortal(phase);
    else this.refuse(reason, phase);
  }

  /** While the portal is off there is one thing to hear: that it is on again. */
  #waitForPortal(before: Scope): void {
    this.#phases.next(before, { kind: "portal-off" }, (scope) => {
      const isOn = () =>
        this.#phases.next(scope, { kind: "opening" }, (phase) => this.#connect(phase));
      const connection = new LiveConnection({
        scope,
        open: eventStream(`${CONVERSATION}/availability`),
        onEvent: (event) => {
          if (event.type === "LocationSettingsChanged" && event.data.portalEnabled) isOn();
        },
        catchUp: async (attempt) => {
          try {
            await new Http(attempt).get(CONVERSATION);
          } catch (error) {
            if (error instanceof ProblemError && error.kind === PORTAL_OFF) return;
            throw error;
          }
          isOn();
        },
        onRefused: ({ kind }) => this.#refused(scope, kind),
      });
      this.#start(scope, connection);
    });
  }

  #start(phase: Scope, connection: LiveConnection): void {
    phase.bound(() => {
      this.#connection = connection;
      this.#again = () => connection.reconnect();
      connection.start();
    })();
  }
}
