/** What a member of staff has before them at one location: inbox, open thread, switches, all live. */

import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type {
  CommandRejected,
  LiveEvent,
  LocationSettingsChanged,
} from "../../client/gateway/contracts";
import type { OpenStream } from "../../client/gateway/event-stream";
import { type ConnectionState, LiveConnection } from "../../client/gateway/live-connection";
import { asRequestFailure, type ProblemError } from "../../client/gateway/problems";
import { assertNever } from "../../client/platform/assert-never";
import type { Scope } from "../../client/platform/scope";
import type { InboxApi, SettingsApi } from "./gateway/calls";
import type { Location, Settings } from "./gateway/contracts";
import { Inbox } from "./inbox/inbox";
import type { OpenThread } from "./thread/open-thread";
import type { ThreadCache } from "./thread/thread-cache";

export interface WorkspaceParts {
  location: Location;
  /** All of it ends with it, but for the threads in the cache. */
  scope: Scope;
  inbox: InboxApi;
  settings: Pick<SettingsApi, "settings">;
  openStream: OpenStream;
  threadCache: ThreadCache;
}

export class Workspace {
  readonly location: Location;
  readonly scope: Scope;
  readonly inbox: Inbox;
  readonly #parts: WorkspaceParts;
  readonly #connection: LiveConnection;
  readonly #settings = signal<Settings | null>(null);
  readonly #open = signal<OpenThread | null>(null);
  readonly #refused = signal<ProblemError | null>(null);
  readonly #caughtUp = signal(0);
  readonly #canMessage = computed(() => this.#settings.value?.canMessage ?? null);
  readonly #onRejected = new Set<(rejected: CommandRejected) => void>();

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
    this.location = parts.location;
    this.scope = parts.scope;
    this.inbox = new Inbox(parts.location.locationId, parts.inbox, parts.scope);
    this.#connection = new LiveConnection({
      scope: parts.scope,
      open: parts.openStream,
      onEvent: (event) => this.#apply(event),
      catchUp: () => this.#catchUp(),
      onRefused: (problem) => {
        this.#refused.value = problem;
      },
    });
  }

  get connection(): ReadonlySignal<ConnectionState> {
    return this.#connection.state;
  }
  /** Why the location cannot be shown, permanently. */
  get refused(): ReadonlySignal<ProblemError | null> {
    return this.#refused;
  }
  /** null until they are known. */
  get settings(): ReadonlySignal<Settings | null> {
    return this.#settings;
  }
  /** null until it is known. */
  get canMessage(): ReadonlySignal<boolean | null> {
    return this.#canMessage;
  }
  get open(): ReadonlySignal<OpenThread | null> {
    return this.#open;
  }
  /** How often everything that may have been missed was fetched. */
  get caughtUp(): ReadonlySignal<number> {
    return this.#caughtUp;
  }

  start(): void {
    this.#connection.start();
  }

  /** Opens a thread, or closes the one that is open. `isNew`: it may not exist yet. */
  select(threadId: string | null, isNew = false): void {
    if (threadId === (this.#open.peek()?.threadId ?? null)) return;
    this.inbox.select(threadId);
    if (threadId === null) {
      this.#open.value = null;
      return;
    }
    const open = this.#parts.threadCache.take(threadId);
    const known = this.inbox.find(threadId);
    if (known) open.known(known);
    if (isNew) open.isBeingOpened();
    this.#open.value = open;
    void open.open();
  }

  /** Takes in settings that were fetched or changed here. */
  takeSettings(settings: Settings): void {
    const known = this.#settings.peek();
    if (!known || settings.version >= known.version) this.#settings.value = settings;
  }

  /** Tells of commands of one's own that were rejected, until the answer is called. */
  onRejection(tell: (rejected: CommandRejected) => void): () => void {
    this.#onRejected.add(tell);
    return () => this.#onRejected.delete(tell);
  }

  /** The network is back, or the page has slept. */
  wake(): void {
    this.#connection.reconnect();
  }

  /** The network is gone. */
  sleep(): void {
    this.#connection.drop();
  }

  close(): void {
    this.scope.end();
  }

  async #catchUp(): Promise<void> {
    const open = this.#open.peek();
    const fetched = [this.inbox.catchUp(), this.#fetchSettings(), open && this.#catchUpOn(open)];
    await Promise.all(fetched);
    this.#caughtUp.value++;
  }

  /** A thread that is gone is no reason to give up the line. */
  async #catchUpOn(open: OpenThread): Promise<void> {
    try {
      await Promise.race([open.catchUp(), open.ended]);
    } catch (error) {
      const failure = asRequestFailure(error);
      open.onFailure(failure);
      if (open.state.peek() !== "gone") throw error;
    }
  }

  async #fetchSettings(): Promise<void> {
    this.takeSettings(await this.#parts.settings.settings());
  }

  #apply(event: LiveEvent): void {
    this.inbox.apply(event);
    this.#parts.threadCache.apply(event);
    switch (event.type) {
      case "LocationSettingsChanged":
        this.#onSwitched(event.data);
        break;
      case "CommandRejected":
        for (const tell of this.#onRejected) tell(event.data);
        break;
      case "BookingChanged":
      case "BookingWithdrawn":
      case "MessagePosted":
      case "ThreadOpened":
      case "ThreadRead":
      case "ThreadMarkedUnread":
        break;
      default:
        assertNever(event);
    }
  }

  #onSwitched({
    locationId,
    portalEnabled,
    supportMessaging,
    version,
  }: LocationSettingsChanged): void {
    const canMessage = portalEnabled && supportMessaging;
    this.takeSettings({ locationId, portalEnabled, supportMessaging, canMessage, version });
  }
}
