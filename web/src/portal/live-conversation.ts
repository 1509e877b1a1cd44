/** A conversation that is open, and the live connection that keeps it as it is. */

import type { ReadonlySignal } from "@preact/signals-core";
import {
  type Booking,
  type CannotWrite,
  type ConversationView,
  CUSTOMER,
  type LiveEvent,
  type LocationCard,
  type LocationSettingsChanged,
} from "../client/gateway/contracts";
import { eventStream } from "../client/gateway/event-stream";
import { Http } from "../client/gateway/http";
import { type ConnectionState, LiveConnection } from "../client/gateway/live-connection";
import { asRequestFailure, isTransient, type ProblemError } from "../client/gateway/problems";
import { Conversation } from "../client/messaging/conversation";
import { Drafts } from "../client/messaging/drafts";
import { cannotWrite } from "../client/messaging/writing";
import { assertNever } from "../client/platform/assert-never";
import type { Scope } from "../client/platform/scope";
import { CONVERSATION, conversationApi, type Got, newestOf } from "./calls";

/** Why a conversation cannot be shown, as the gateway names it. */
export const PORTAL_OFF = "portal-disabled";

export interface Opened {
  readonly booking: Booking;
  /** How the location shows itself, as far as it does. */
  readonly location: Partial<LocationCard>;
  /** Why the customer may not write; null when they may. */
  readonly cannotMessage: CannotWrite | null;
  readonly conversation: Conversation;
  readonly connection: ReadonlySignal<ConnectionState>;
}

export interface LiveConversationParts {
  /** All of it ends with it. */
  scope: Scope;
  onOpened(opened: Opened): void;
  /** The connection is lost before anything was opened. */
  onUnreachable(): void;
  onRefused(reason: string): void;
}

export class LiveConversation {
  readonly connection: LiveConnection;
  readonly #parts: LiveConversationParts;
  #opened: Opened | null = null;
  #rounds = 0;
  /** The try of the connection that is under way. */
  #attempt: Scope;
  /** What came over the line before the conversation was known. */
  #early: LiveEvent[] = [];
  #heardSwitches: LocationSettingsChanged | null = null;

  constructor(parts: LiveConversationParts) {
    this.#parts = parts;
    this.#attempt = parts.scope;
    this.connection = new LiveConnection({
      scope: parts.scope,
      open: eventStream(`${CONVERSATION}/events`),
      onEvent: (event) => this.#onEvent(event),
      catchUp: (attempt) => this.#catchUp(attempt),
      onLost: () => this.#opened || parts.onUnreachable(),
      onRefused: ({ kind }) => parts.onRefused(kind),
    });
  }

  /** Opens what was fetched, or takes in what is new of it. */
  show(view: ConversationView): Conversation {
    const { booking } = view;
    const conversation = this.#opened?.conversation ?? this.#conversationOf(booking);
    conversation.see(newestOf(view));
    for (const event of this.#early.splice(0)) conversation.apply(event);
    // What was heard since the connection was opened is newer than what was fetched.
    const cannotMessage = cannotWrite(view.cannotMessageReason, this.#heardSwitches);
    const location = this.#heardSwitches ?? view.location ?? {};
    const connection = this.connection.state;
    this.#open({ booking, location, cannotMessage, conversation, connection });
    return conversation;
  }

  async #catchUp(attempt: Scope): Promise<void> {
    this.#attempt = attempt;
    this.#heardSwitches = null;
    const view = await this.#fetch(attempt);
    await this.show(view).catchUp(newestOf(view));
  }

  async #fetch(scope: Scope): Promise<ConversationView> {
    const round = ++this.#rounds;
    const view = await new Http(scope).get<Got<typeof CONVERSATION>>(CONVERSATION);
    // What was asked for before the booking changed says how it was.
    const newer = round === this.#rounds ? null : this.#opened;
    if (!newer) return view;
    return { ...view, booking: newer.booking, cannotMessageReason: newer.cannotMessage };
  }

  #onEvent(event: LiveEvent): void {
    switch (event.type) {
      case "LocationSettingsChanged":
        this.#onSwitched(event.data);
        break;
      case "BookingChanged":
        this.#onBooking(event.data);
        break;
      case "BookingWithdrawn":
        this.#onBooking(this.#opened && { ...this.#opened.booking, withdrawn: true });
        break;
      case "MessagePosted":
      case "ThreadOpened":
      case "ThreadRead":
      case "ThreadMarkedUnread":
      case "CommandRejected":
        if (this.#opened) this.#opened.conversation.apply(event);
        else this.#early.push(event);
        break;
      default:
        assertNever(event);
    }
  }

  #onSwitched(switches: LocationSettingsChanged): void {
    this.#heardSwitches = switches;
    if (!switches.portalEnabled) this.#parts.onRefused(PORTAL_OFF);
    else if (this.#opened) {
      const cannotMessage = cannotWrite(this.#opened.cannotMessage, switches);
      this.#open({ ...this.#opened, cannotMessage, location: switches });
    }
  }

  #onBooking(booking: Booking | null): void {
    if (this.#opened && booking) this.#open({ ...this.#opened, booking });
    void this.#ask();
  }

  /** Whether the customer may write about a booking that has changed, the gateway says. */
  async #ask(): Promise<void> {
    try {
      this.show(await this.#fetch(this.#attempt));
    } catch (error) {
      const failure = asRequestFailure(error);
      if (isTransient(failure)) this.connection.reconnect();
      else this.#parts.onRefused((failure as ProblemError).kind);
    }
  }

  #open(opened: Opened): void {
    this.#opened = opened;
    this.#parts.onOpened(opened);
  }

  #conversationOf({ bookingId }: Booking): Conversation {
    const { scope } = this.#parts;
    return new Conversation({
      side: CUSTOMER,
      api: conversationApi(new Http(scope)),
      scope,
      drafts: new Drafts(scope.store, bookingId, bookingId),
      onFailure: () => this.connection.reconnect(),
    });
  }
}
