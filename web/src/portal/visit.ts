/** A customer's visit: from the link, or the cookie of an earlier visit, to the live conversation. */

import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { backoff } from "../client/backoff";
import {
  type Booking,
  type ConversationView,
  CUSTOMER,
  type LiveEvent,
  type LocationSettingsChanged,
} from "../client/contracts";
import { Conversation } from "../client/conversation";
import { eventStream } from "../client/event-stream";
import { Http } from "../client/http";
import { forget, Keeping } from "../client/keeping";
import { type LineState, LiveLine } from "../client/live-line";
import type { World } from "../client/ports";
import { ProblemError, passes, troubleOf } from "../client/problems";
import { CONVERSATION, conversationApi, newestOf } from "./calls";

/**
 * - `opening`: nothing is known yet
 * - `unreachable`: the same, and nobody answers; it is tried again by itself
 * - `refused`: for the reason that the gateway named, for good
 * - `portal-off`: the location has switched the page off, and may switch it on again
 * - `signed-out`: by the customer
 */
export type VisitState =
  | { readonly kind: "opening" | "unreachable" | "portal-off" | "signed-out" }
  | { readonly kind: "refused"; readonly reason: string }
  | {
      readonly kind: "open";
      readonly booking: Booking;
      readonly canMessage: boolean;
      readonly conversation: Conversation;
    };

/** The live line can wait until what is here was drawn. */
const DRAWN_MS = 100;

const PORTAL_OFF = "portal-disabled";
const SIGN_IN = "/api/session?include=conversation";

interface SessionView {
  readonly bookingId: string;
  /** null where it cannot be read now. */
  readonly conversation: ConversationView | null;
}

export class Visit {
  readonly #world: World;
  readonly #http: Http;
  readonly #state = signal<VisitState>({ kind: "opening" });
  readonly #line = signal<LiveLine | null>(null);
  readonly #lineState = computed<LineState>(() => this.#line.value?.state.value ?? "connecting");
  readonly #onRefused: (reason: string) => void;
  #conversation: Conversation | null = null;
  /** What came over the line before the conversation was known. */
  #early: LiveEvent[] = [];
  #heardSwitches: LocationSettingsChanged | null = null;
  #forgetWaiting: () => void = () => {};
  #isClosed = false;
  /** The booking that this visit is about, once that is known. */
  #meant = "";

  /** `onRefused` hears why a link does not work. */
  constructor(world: World, onRefused: (reason: string) => void) {
    this.#world = world;
    // The cookie is the whole browser's, and another tab may have opened another booking's link.
    this.#http = new Http({
      now: world.now,
      fetch: (path, init) =>
        world.fetch(path, {
          ...init,
          headers: { ...init?.headers, ...(this.#meant && { "Booking-Id": this.#meant }) },
        }),
    });
    this.#onRefused = onRefused;
  }

  get state(): ReadonlySignal<VisitState> {
    return this.#state;
  }

  get line(): ReadonlySignal<LineState> {
    return this.#lineState;
  }

  /** Opens a link by its token, or goes on with the visit that the cookie stands for. */
  open(token: string | null): void {
    if (token === null) this.#connect();
    else void this.#signIn(token, 0);
  }

  refuse(reason: string): void {
    this.#hangUp();
    this.#state.value = { kind: "refused", reason };
  }

  /** False when that cannot be done now: only the gateway can take the cookie away. */
  async signOut(): Promise<boolean> {
    try {
      await this.#http.request("DELETE", "/api/session");
    } catch (error) {
      troubleOf(error);
      return false;
    }
    const state = this.#state.peek();
    this.close();
    if (state.kind === "open") forget(this.#world.store, state.booking.bookingId);
    this.#state.value = { kind: "signed-out" };
    return true;
  }

  /** The network is back, or the page has slept: whatever waits is tried now. */
  wake(): void {
    this.#line.peek()?.nudge();
  }

  /** The network is gone. */
  sleep(): void {
    this.#line.peek()?.drop();
  }

  close(): void {
    this.#isClosed = true;
    this.#hangUp();
    this.#conversation?.close();
  }

  async #signIn(token: string, attempt: number): Promise<void> {
    let view: ConversationView | null;
    try {
      const session = await this.#http.post<SessionView>(SIGN_IN, { token });
      view = session.conversation;
      this.#meant = session.bookingId;
    } catch (error) {
      if (!this.#isClosed) this.#onFailedSignIn(error, token, attempt);
      return;
    }
    // Another link may have been put into the address bar meanwhile.
    if (this.#isClosed) return;
    if (view === null) {
      this.#connect();
      return;
    }
    // What it may lack is caught up with once the line is open.
    this.#show(view);
    this.#forgetWaiting = this.#world.later(DRAWN_MS, () => this.#connect());
  }

  #onFailedSignIn(error: unknown, token: string, attempt: number): void {
    const trouble = troubleOf(error);
    if (passes(trouble)) {
      this.#state.value = { kind: "unreachable" };
      const wait = backoff(attempt, this.#world.random());
      this.#forgetWaiting = this.#world.later(wait, () => void this.#signIn(token, attempt + 1));
      return;
    }
    const reason = trouble instanceof ProblemError ? trouble.kind : "";
    const known = reason === "link-expired" ? reason : "link-invalid";
    this.#onRefused(known);
    this.refuse(known);
  }

  #connect(): void {
    this.#startLine("/events", {
      onEvent: (event) => this.#onEvent(event),
      catchUp: () => this.#catchUp(),
    });
  }

  /** While the portal is off there is one thing to hear: that it is on again. */
  #waitForPortal(): void {
    this.#conversation?.close();
    this.#state.value = { kind: "portal-off" };
    this.#startLine("/availability", {
      onEvent: (event) => {
        if (event.type === "LocationSettingsChanged" && event.data.portalEnabled) this.#connect();
      },
      catchUp: async () => {
        try {
          await this.#http.get(CONVERSATION);
        } catch (error) {
          if (error instanceof ProblemError && error.kind === PORTAL_OFF) return;
          throw error;
        }
        this.#connect();
      },
    });
  }

  #startLine(
    path: string,
    parts: { onEvent(event: LiveEvent): void; catchUp(): Promise<void> },
  ): void {
    const { later, random } = this.#world;
    this.#hangUp();
    const line = new LiveLine({
      ...parts,
      open: eventStream(this.#http, later, CONVERSATION + path),
      onRefused: ({ kind }) => (kind === PORTAL_OFF ? this.#waitForPortal() : this.refuse(kind)),
      onLost: () => this.#onLost(),
      later,
      random,
    });
    this.#line.value = line;
    line.start();
  }

  #hangUp(): void {
    this.#forgetWaiting();
    this.#line.peek()?.stop();
  }

  #onLost(): void {
    if (this.#state.peek().kind === "opening") this.#state.value = { kind: "unreachable" };
  }

  async #catchUp(): Promise<void> {
    const line = this.#line.peek();
    this.#heardSwitches = null;
    const view = await this.#http.get<ConversationView>(CONVERSATION);
    if (line !== this.#line.peek()) return;
    const conversation = this.#show(view);
    await conversation.catchUp(newestOf(view));
  }

  #show(view: ConversationView): Conversation {
    const { booking } = view;
    this.#meant = booking.bookingId;
    const conversation = this.#conversationOf(booking);
    conversation.see(newestOf(view));
    for (const event of this.#early.splice(0)) conversation.hear(event);
    // What was heard since the line was opened is newer than what was fetched.
    const canMessage = this.#heardSwitches ? mayMessage(this.#heardSwitches) : view.canMessage;
    this.#state.value = { kind: "open", booking, canMessage, conversation };
    return conversation;
  }

  #onEvent(event: LiveEvent): void {
    if (event.type === "LocationSettingsChanged") this.#onSwitched(event.data);
    else if (this.#conversation) this.#conversation.hear(event);
    else this.#early.push(event);
  }

  #onSwitched(switches: LocationSettingsChanged): void {
    this.#heardSwitches = switches;
    const state = this.#state.peek();
    if (!switches.portalEnabled) this.#waitForPortal();
    else if (state.kind === "open") {
      this.#state.value = { ...state, canMessage: mayMessage(switches) };
    }
  }

  #conversationOf({ bookingId }: Booking): Conversation {
    this.#conversation ??= new Conversation({
      side: CUSTOMER,
      api: conversationApi(this.#http),
      world: this.#world,
      keeping: new Keeping(this.#world.store, bookingId, bookingId),
      onTrouble: () => this.wake(),
    });
    return this.#conversation;
  }
}

function mayMessage({ portalEnabled, supportMessaging }: LocationSettingsChanged): boolean {
  return portalEnabled && supportMessaging;
}
