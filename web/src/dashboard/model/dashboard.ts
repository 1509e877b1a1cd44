/** The whole dashboard behind what is drawn: who is here, at which desk, on which route. */

import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals-core";
import { eventStream } from "../../client/gateway/event-stream";
import { Http } from "../../client/gateway/http";
import { ProblemError, troubleOf } from "../../client/gateway/problems";
import { Keeping, threadsWithOutgoing } from "../../client/messaging/keeping";
import { assertNever } from "../../client/platform/assert-never";
import type { World } from "../../client/platform/ports";
import { type Scope, scopeOf } from "../../client/platform/scope";
import { Account, type SignedOut } from "./account/account";
import { Desk } from "./desk";
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
import { Sayings } from "./saying";
import { AskedAhead } from "./thread/asked-ahead";
import { OpenThread } from "./thread/open-thread";
import { Shelf } from "./thread/shelf";

export class Dashboard {
  readonly account: Account;
  readonly router: Router;
  readonly preferences: Preferences;
  readonly sayings: Sayings;
  readonly api: AccountApi;
  readonly #session: Scope;
  /** What the route asks for; over as soon as there is another. */
  #errand: Scope;
  readonly #desk = signal<Desk | null>(null);
  readonly #me: ReadonlySignal<Me | null>;
  #shelf: Shelf | null = null;
  readonly #ahead = new AskedAhead();
  readonly #isHere: ReadonlySignal<boolean>;
  /** A thread that was asked for a moment ago, and may not exist yet. */
  #beingOpened: string | null = null;

  /** `failed`: what went wrong at signing in just now; null for nothing. */
  constructor(world: World, router: Router, failed: SignedOut | null) {
    this.account = new Account(world, failed);
    this.#session = this.account.session;
    this.#errand = scopeOf(this.#session);
    this.router = router;
    this.preferences = new Preferences(world.store);
    this.sayings = new Sayings(world.later);
    this.api = accountApi(new Http(this.#session));
    this.#me = computed(() => {
      const state = this.account.state.value;
      return state.kind === "open" ? state.me : null;
    });
    this.#isHere = computed(() => {
      const open = this.#desk.value?.open.value;
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

  /** The desk of the route's location; null where there is none. */
  get desk(): ReadonlySignal<Desk | null> {
    return this.#desk;
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
    if (threadId !== null) this.#ahead.ask(threadId, this.thread(threadId));
  }

  /** A part of the session that a piece of the page has for itself, and ends when it goes. */
  scope(): Scope {
    return scopeOf(this.#session);
  }

  bookings({ location, scope }: Desk) {
    return bookingsApi(new Http(scope), location.locationId);
  }

  settings({ location, scope }: Desk) {
    return settingsApi(new Http(scope), location.locationId);
  }

  alerts({ location, scope }: Desk) {
    return alertsApi(new Http(scope), location.locationId);
  }

  thread(threadId: string, scope = this.#session) {
    return threadApi(new Http(scope), threadId);
  }

  /** What was written into a thread and not sent. */
  keeping(threadId: string): Keeping {
    return new Keeping(this.#session.store, this.#me.peek()?.operatorId ?? "", threadId);
  }

  /** Whether somebody would lose words by signing out. */
  hasOutgoing(): boolean {
    const me = this.#me.peek();
    return me !== null && threadsWithOutgoing(this.#session.store, me.operatorId).length > 0;
  }

  /** Goes to a thread that was asked for a moment ago. */
  goToNew(locationId: string, threadId: string): void {
    this.#beingOpened = threadId;
    this.router.go({ page: "inbox", locationId, threadId });
  }

  wake(): void {
    this.account.wake();
    this.#desk.peek()?.wake();
  }

  sleep(): void {
    this.#desk.peek()?.sleep();
  }

  #follow(me: Me | null, route: Route): void {
    this.#errand.end();
    this.#errand = this.scope();
    if (me === null) {
      this.#leaveDesk();
      return;
    }
    switch (route.page) {
      case "home":
        this.#goHome(me);
        break;
      case "thread":
        void this.#findThread(this.#errand, route.threadId);
        break;
      case "inbox":
      case "start":
      case "settings":
        this.#sitDown(me, route);
        break;
      default:
        assertNever(route);
    }
  }

  #leaveDesk(): void {
    this.#desk.peek()?.close();
    this.#desk.value = null;
    this.#shelf = null;
  }

  #goHome({ locations }: Me): void {
    const last = locations.find(({ locationId }) => locationId === this.preferences.locationId);
    const location = last ?? locations[0];
    if (!location) return;
    this.router.replace({ page: "inbox", locationId: location.locationId, threadId: null });
  }

  /** A link from elsewhere names a thread alone. */
  async #findThread(errand: Scope, threadId: string): Promise<void> {
    try {
      const { locationId } = await accountApi(new Http(errand)).thread(threadId);
      this.router.replace({ page: "inbox", locationId, threadId });
    } catch (error) {
      const trouble = troubleOf(error);
      // Where it cannot be found the page of some location says so.
      const [first] = this.#me.peek()?.locations ?? [];
      if (trouble instanceof ProblemError && trouble.status === 404 && first) {
        const locationId = this.preferences.locationId ?? first.locationId;
        this.router.replace({ page: "inbox", locationId, threadId });
      } else errand.later(2_000, () => void this.#findThread(errand, threadId));
    }
  }

  #sitDown(me: Me, route: Route): void {
    const locationId = locationOf(route);
    const location = me.locations.find((each) => each.locationId === locationId);
    if (this.#desk.peek()?.location.locationId !== location?.locationId) {
      this.#desk.peek()?.close();
      this.#desk.value = location ? this.#deskAt(location, me) : null;
    }
    const threadId = route.page === "inbox" ? route.threadId : null;
    this.#desk.peek()?.select(threadId, threadId !== null && threadId === this.#beingOpened);
    this.#ahead.forget();
    this.#beingOpened = null;
  }

  #deskAt(location: Location, me: Me): Desk {
    const { locationId } = location;
    const scope = this.scope();
    const http = new Http(scope);
    this.preferences.locationId = locationId;
    this.#shelf ??= this.#makeShelf(me);
    const desk = new Desk({
      location,
      scope,
      inbox: inboxApi(http, locationId),
      settings: settingsApi(http, locationId),
      openStream: eventStream(`/api/locations/${encodeURIComponent(locationId)}/events`),
      shelf: this.#shelf,
    });
    desk.start();
    return desk;
  }

  /** What was written in an earlier visit and not sent goes out now, whatever is open. */
  #makeShelf(me: Me): Shelf {
    const shelf = new Shelf((threadId) => this.#openThread(threadId));
    for (const threadId of threadsWithOutgoing(this.#session.store, me.operatorId)) {
      void shelf.take(threadId).open();
    }
    return shelf;
  }

  #openThread(threadId: string): OpenThread {
    const scope = this.scope();
    return new OpenThread({
      threadId,
      api: this.#ahead.of(threadId, this.thread(threadId, scope), scope),
      scope,
      keeping: this.keeping(threadId),
      onFetched: (thread) => this.#desk.peek()?.inbox.take(thread),
      onTrouble: () => this.wake(),
    });
  }
}
