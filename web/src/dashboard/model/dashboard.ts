/** The whole dashboard behind what is drawn: who is here, in which workspace, on which route. */

import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals-core";
import { eventStream } from "../../client/gateway/event-stream";
import { Http } from "../../client/gateway/http";
import { asRequestFailure, isTransient, ProblemError } from "../../client/gateway/problems";
import { Drafts, threadsWithUnsent } from "../../client/messaging/drafts";
import { assertNever } from "../../client/platform/assert-never";
import type { World } from "../../client/platform/ports";
import { type Scope, scopeOf } from "../../client/platform/scope";
import { Account, type SignedOut } from "./account/account";
import {
  type AccountApi,
  accountApi,
  alertsApi,
  bookingsApi,
  inboxApi,
  settingsApi,
  threadApi,
} from "./gateway/calls";
import type { Location, Me } from "./gateway/contracts";
import type { Router } from "./navigation/router";
import { locationOf, type Route } from "./navigation/routes";
import { Preferences } from "./preferences";
import { OpenThread } from "./thread/open-thread";
import { ThreadPrefetch } from "./thread/prefetch";
import { ThreadCache } from "./thread/thread-cache";
import { Toasts } from "./toasts";
import { Workspace } from "./workspace";

/** A conversation that was just begun is there within moments, or never. */
const BEGINNING_MS = 10_000;
const LOOK_AGAIN_MS = 120;
const AGAIN_MS = 2_000;

/** Why the conversation of a booking that an address names cannot be opened, as the gateway names it. */
export interface NotOpened {
  readonly bookingId: string;
  readonly why: string;
}

export class Dashboard {
  readonly account: Account;
  readonly router: Router;
  readonly preferences: Preferences;
  readonly toasts: Toasts;
  readonly api: AccountApi;
  readonly #session: Scope;
  /** What the route asks for; over as soon as there is another. */
  #routeScope: Scope;
  readonly #workspace = signal<Workspace | null>(null);
  readonly #me: ReadonlySignal<Me | null>;
  readonly #notOpened = signal<NotOpened | null>(null);
  #threadCache: ThreadCache | null = null;
  readonly #prefetch = new ThreadPrefetch();
  readonly #isHere: ReadonlySignal<boolean>;
  /** A thread that was asked for a moment ago, and may not exist yet. */
  #beingOpened: string | null = null;

  /** `failed`: what went wrong at signing in just now; null for nothing. */
  constructor(world: World, router: Router, failed: SignedOut | null) {
    this.account = new Account(world, failed);
    this.#session = this.account.session;
    this.#routeScope = scopeOf(this.#session);
    this.router = router;
    this.preferences = new Preferences(world.store);
    this.toasts = new Toasts(world.later);
    this.api = accountApi(new Http(this.#session));
    this.#me = computed(() => {
      const state = this.account.state.value;
      return state.kind === "open" ? state.me : null;
    });
    this.#isHere = computed(() => {
      const open = this.#workspace.value?.open.value;
      return this.account.state.value.kind !== "opening" && open?.state.value !== "loading";
    });
    effect(() => {
      const [me, route] = [this.#me.value, router.route.value];
      untracked(() => this.#follow(me, route));
    });
  }

  /** Who is here; null while nobody is. */
  get me(): ReadonlySignal<Me | null> {
    return this.#me;
  }

  /** The workspace of the route's location; null where there is none. */
  get workspace(): ReadonlySignal<Workspace | null> {
    return this.#workspace;
  }

  get notOpened(): ReadonlySignal<NotOpened | null> {
    return this.#notOpened;
  }

  /** Whether there is more to show than that what the address names is awaited. */
  get isHere(): ReadonlySignal<boolean> {
    return this.#isHere;
  }

  /** Asks who is here, and at the same time for the thread that the address names. */
  open(): void {
    void this.account.open();
    const route = this.router.route.peek();
    const threadId = "threadId" in route ? route.threadId : null;
    if (threadId !== null) this.#prefetch.ask(threadId, this.thread(threadId));
  }

  /** A part of the session that a piece of the page has for itself, and ends when it goes. */
  scope(): Scope {
    return scopeOf(this.#session);
  }

  bookings({ location, scope }: Workspace) {
    return bookingsApi(new Http(scope), location.locationId);
  }

  settings({ location, scope }: Workspace) {
    return settingsApi(new Http(scope), location.locationId);
  }

  alerts({ location, scope }: Workspace) {
    return alertsApi(new Http(scope), location.locationId);
  }

  thread(threadId: string, scope = this.#session) {
    return threadApi(new Http(scope), threadId);
  }

  /** What was written into a thread and not sent. */
  drafts(threadId: string): Drafts {
    return new Drafts(this.#session.store, this.#me.peek()?.operatorId ?? "", threadId);
  }

  /** Whether somebody would lose words by signing out. */
  hasUnsent(): boolean {
    const me = this.#me.peek();
    return me !== null && threadsWithUnsent(this.#session.store, me.operatorId).length > 0;
  }

  /** Goes to a thread that was asked for a moment ago. */
  goToNew(locationId: string, threadId: string): void {
    this.#beingOpened = threadId;
    this.router.go({ page: "inbox", locationId, threadId });
  }

  wake(): void {
    this.account.wake();
    this.#workspace.peek()?.wake();
  }

  sleep(): void {
    this.#workspace.peek()?.sleep();
  }

  #follow(me: Me | null, route: Route): void {
    this.#routeScope.end();
    this.#routeScope = this.scope();
    if (me === null) {
      this.#leaveWorkspace();
      return;
    }
    switch (route.page) {
      case "home":
        this.#openLastLocation(me);
        break;
      case "thread":
        void this.#findThread(this.#routeScope, route.threadId);
        break;
      case "booking":
        this.#notOpened.value = null;
        void this.#openBooking(this.#routeScope, route.bookingId);
        break;
      case "inbox":
      case "start":
      case "settings":
        this.#enterWorkspace(me, route);
        break;
      default:
        assertNever(route);
    }
  }

  #leaveWorkspace(): void {
    this.#workspace.peek()?.close();
    this.#workspace.value = null;
    this.#threadCache = null;
  }

  #openLastLocation({ locations }: Me): void {
    const last = locations.find(({ locationId }) => locationId === this.preferences.locationId);
    const location = last ?? locations[0];
    if (!location) return;
    this.router.replace({ page: "inbox", locationId: location.locationId, threadId: null });
  }

  /** A link from elsewhere names a booking alone. */
  async #openBooking(scope: Scope, bookingId: string): Promise<void> {
    try {
      const { threadId } = await accountApi(new Http(scope)).openThread(bookingId);
      void this.#findThread(scope, threadId, scope.now() + BEGINNING_MS);
    } catch (error) {
      const failure = asRequestFailure(error);
      if (isTransient(failure)) {
        scope.later(AGAIN_MS, () => void this.#openBooking(scope, bookingId));
      } else this.#notOpened.value = { bookingId, why: (failure as ProblemError).kind };
    }
  }

  /** A link from elsewhere names a thread alone; one that was just begun is there by `until`. */
  async #findThread(scope: Scope, threadId: string, until = 0): Promise<void> {
    try {
      const { locationId } = await accountApi(new Http(scope)).thread(threadId);
      this.router.replace({ page: "inbox", locationId, threadId });
    } catch (error) {
      const failure = asRequestFailure(error);
      if (scope.now() < until) {
        scope.later(LOOK_AGAIN_MS, () => void this.#findThread(scope, threadId, until));
        return;
      }
      // Where it cannot be found the page of some location says so.
      const [first] = this.#me.peek()?.locations ?? [];
      if (failure instanceof ProblemError && failure.status === 404 && first) {
        const locationId = this.preferences.locationId ?? first.locationId;
        this.router.replace({ page: "inbox", locationId, threadId });
      } else scope.later(AGAIN_MS, () => void this.#findThread(scope, threadId));
    }
  }

  #enterWorkspace(me: Me, route: Route): void {
    const locationId = locationOf(route);
    const location = me.locations.find((each) => each.locationId === locationId);
    if (this.#workspace.peek()?.location.locationId !== location?.locationId) {
      this.#workspace.peek()?.close();
      this.#workspace.value = location ? this.#makeWorkspace(location, me) : null;
    }
    const threadId = route.page === "inbox" ? route.threadId : null;
    this.#workspace.peek()?.select(threadId, threadId !== null && threadId === this.#beingOpened);
    this.#prefetch.forget();
    this.#beingOpened = null;
  }

  #makeWorkspace(location: Location, me: Me): Workspace {
    const { locationId } = location;
    const scope = this.scope();
    const http = new Http(scope);
    this.preferences.locationId = locationId;
    this.#threadCache ??= this.#makeThreadCache(me);
    const workspace = new Workspace({
      location,
      scope,
      inbox: inboxApi(http, locationId),
      settings: settingsApi(http, locationId),
      openStream: eventStream(`/api/locations/${encodeURIComponent(locationId)}/events`),
      threadCache: this.#threadCache,
    });
    workspace.start();
    return workspace;
  }

  /** What was written in an earlier visit and not sent goes out now, whatever is open. */
  #makeThreadCache(me: Me): ThreadCache {
    const threadCache = new ThreadCache((threadId) => this.#openThread(threadId));
    for (const threadId of threadsWithUnsent(this.#session.store, me.operatorId)) {
      void threadCache.take(threadId).open();
    }
    return threadCache;
  }

  #openThread(threadId: string): OpenThread {
    const scope = this.scope();
    return new OpenThread({
      threadId,
      api: this.#prefetch.of(threadId, this.thread(threadId, scope), scope),
      scope,
      drafts: this.drafts(threadId),
      onFetched: (thread) => this.#workspace.peek()?.inbox.take(thread),
      onFailure: () => this.wake(),
    });
  }
}
