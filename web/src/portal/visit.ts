/** A customer's visit: from the link, or the cookie of an earlier visit, to the live conversation. */

import type { ReadonlySignal } from "@preact/signals-core";
import type { ConversationView } from "../client/gateway/contracts";
import { eventStream } from "../client/gateway/event-stream";
import { Http } from "../client/gateway/http";
import { insist } from "../client/gateway/insist";
import { LiveLine } from "../client/gateway/live-line";
import { ProblemError, passes } from "../client/gateway/problems";
import { forget } from "../client/messaging/keeping";
import type { World } from "../client/platform/ports";
import { type Scope, Stage } from "../client/platform/scope";
import { CONVERSATION } from "./calls";
import { Connection, type Opened, PORTAL_OFF } from "./connection";

/**
 * - `opening`: nothing is known yet
 * - `unreachable`: the same, and nobody answers; it is tried again by itself
 * - `refused`: for the reason that the gateway named, for good
 * - `portal-off`: the location has switched the page off, and may switch it on again
 * - `leaving`: the customer is signing out, and the gateway has not answered yet
 * - `not-left`: the same, and nobody answers; it is tried again by itself
 * - `signed-out`: by the customer, for good
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

/** The live line can wait until what is here was drawn. */
const DRAWN_MS = 100;

const SESSION = "/api/session";

interface SessionView {
  readonly bookingId: string;
  /** null where it cannot be read now. */
  readonly conversation: ConversationView | null;
}

export class Visit {
  readonly #stage: Stage<VisitState>;
  readonly #onRefused: (reason: string) => void;
  #line: LiveLine | null = null;
  #again: () => void = () => {};
  /** The booking that this visit is about, once that is known. */
  #meant = "";

  /** `onRefused` hears why a link does not work. */
  constructor(world: World, onRefused: (reason: string) => void) {
    // The cookie is the whole browser's, and another tab may have opened another booking's link.
    const fetch: World["fetch"] = (path, init) =>
      world.fetch(path, {
        ...init,
        headers: { ...init.headers, ...(this.#meant && { "Booking-Id": this.#meant }) },
      });
    this.#stage = new Stage<VisitState>({ ...world, fetch }, { kind: "opening" });
    this.#onRefused = onRefused;
  }

  get state(): ReadonlySignal<VisitState> {
    return this.#stage.state;
  }

  /** Opens a link by its token, or goes on with the visit that the cookie stands for. */
  open(token: string | null): void {
    const { now } = this.#stage;
    if (token === null) this.#connect(now);
    else void this.#signIn(now, token);
  }

  refuse(reason: string, act = this.#stage.now, then = () => {}): void {
    this.#stage.next(act, { kind: "refused", reason }, then);
  }

  /** Nothing is shown or kept from here on. Only the gateway can take the cookie away. */
  signOut(): void {
    this.#stage.next(this.#stage.now, { kind: "leaving" }, (act) => void this.#leave(act));
  }

  /** The network is back, or the page has slept: whatever waits is tried now. */
  wake(): void {
    this.#again();
  }

  /** The network is gone. */
  sleep(): void {
    this.#line?.drop();
  }

  close(): void {
    this.#stage.now.end();
  }

  async #leave(act: Scope): Promise<void> {
    forget(act.store, this.#meant);
    await insist(
      act,
      () => new Http(act).request("DELETE", SESSION, { keepalive: true }),
      (_, again) => this.#wait(act, "not-left", again),
    );
    this.#stage.show(act, { kind: "signed-out" });
  }

  async #signIn(act: Scope, token: string): Promise<void> {
    const { bookingId, conversation } = await insist(
      act,
      () => new Http(act).post<SessionView>(`${SESSION}?include=conversation`, { token }),
      (trouble, again) => {
        if (passes(trouble)) {
          this.#wait(act, "unreachable", again);
          return;
        }
        const isOver = trouble instanceof ProblemError && trouble.kind === "link-expired";
        const reason = isOver ? "link-expired" : "link-invalid";
        this.refuse(reason, act, () => this.#onRefused(reason));
      },
    );
    this.#meant = bookingId;
    const connection = this.#connectionIn(act);
    if (conversation === null) this.#start(act, connection.line);
    else {
      // What it may lack is caught up with once the line is open.
      connection.show(conversation);
      act.later(DRAWN_MS, () => this.#start(act, connection.line));
    }
  }

  #wait(act: Scope, kind: "unreachable" | "not-left", again: () => void): void {
    this.#stage.show(act, { kind });
    this.#again = again;
  }

  #connect(act: Scope): void {
    this.#start(act, this.#connectionIn(act).line);
  }

  #connectionIn(scope: Scope): Connection {
    return new Connection({
      scope,
      onOpened: (opened) => {
        this.#meant = opened.booking.bookingId;
        this.#stage.show(scope, { kind: "open", ...opened });
      },
      onUnreachable: () => this.#stage.show(scope, { kind: "unreachable" }),
      onRefused: (reason) => this.#refused(scope, reason),
    });
  }

  #refused(act: Scope, reason: string): void {
    if (reason === PORTAL_OFF) this.#waitForPortal(act);
    else this.refuse(reason, act);
  }

  /** While the portal is off there is one thing to hear: that it is on again. */
  #waitForPortal(before: Scope): void {
    this.#stage.next(before, { kind: "portal-off" }, (scope) => {
      const isOn = () => this.#stage.next(scope, { kind: "opening" }, (act) => this.#connect(act));
      const line = new LiveLine({
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
      this.#start(scope, line);
    });
  }

  #start(act: Scope, line: LiveLine): void {
    act.bound(() => {
      this.#line = line;
      this.#again = () => line.nudge();
      line.start();
    })();
  }
}
