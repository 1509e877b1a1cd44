/** A conversation that is open, and the live connection that keeps it as it is. */

import type { ReadonlySignal } from "@preact/signals-core";
import {
  type Booking,
  type ConversationView,
  CUSTOMER,
  type LiveEvent,
  type LocationSettingsChanged,
} from "../client/gateway/contracts";
import { eventStream } from "../client/gateway/event-stream";
import { Http } from "../client/gateway/http";
import { type ConnectionState, LiveConnection } from "../client/gateway/live-connection";
import { Conversation } from "../client/messaging/conversation";
import { Drafts } from "../client/messaging/drafts";
import { assertNever } from "../client/platform/assert-never";
import type { Scope } from "../client/platform/scope";
import { CONVERSATION, conversationApi, type Got, newestOf } from "./calls";

/** Why a conversation cannot be shown, as the gateway names it. */
export const PORTAL_OFF = "portal-disabled";

export interface Opened {
  readonly booking: Booking;
  readonly canMessage: boolean;
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
  /** What came over the line before the conversation was known. */
  #early: LiveEvent[] = [];
  #heardSwitches: LocationSettingsChanged | null = null;

  constructor(parts: LiveConversationParts) {
    this.#parts = parts;
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
    const canMessage = this.#heardSwitches ? mayMessage(this.#heardSwitches) : view.canMessage;
    this.#open({ booking, canMessage, conversation, connection: this.connection.state });
    return conversation;
  }

  async #catchUp(attempt: Scope): Promise<void> {
    this.#heardSwitches = null;
    const view = await new Http(attempt).get<Got<typeof CONVERSATION>>(CONVERSATION);
    await this.show(view).catchUp(newestOf(view));
  }

  #onEvent(event: LiveEvent): void {
    switch (event.type) {
      case "LocationSettingsChanged":
        this.#onSwitched(event.data);
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
    else if (this.#opened) this.#open({ ...this.#opened, canMessage: mayMessage(switches) });
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

function mayMessage({ portalEnabled, supportMessaging }: LocationSettingsChanged): boolean {
  return portalEnabled && supportMessaging;
}
