/** The inbox of one location: its lists, and how many threads are unread. */

import { batch, computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { LiveEvent, Thread } from "../../../client/gateway/contracts";
import { asRequestFailure, isTransient, ProblemError } from "../../../client/gateway/problems";
import { assertNever } from "../../../client/platform/assert-never";
import type { World } from "../../../client/platform/ports";
import type { InboxApi } from "../gateway/calls";
import type { Filter, UnreadThreads } from "../gateway/contracts";
import { LiveList } from "./live-list";

/** News that come together are asked about together; longer when there is much of it. */
const ASK_AFTER_MS = 60;
const ASK_MUCH_AFTER_MS = 1_000;
const COUNT_AFTER_MS = 300;
const AGAIN_AFTER_MS = 3_000;
/** More threads than these that are not known: the list is fetched instead of each of them. */
const MANY = 8;

export class Inbox {
  readonly #api: InboxApi;
  readonly #world: Pick<World, "later" | "random">;
  readonly #locationId: string;
  readonly #all: LiveList;
  readonly #unreadOnly: LiveList;
  readonly #filter = signal<Filter>("all");
  readonly #found = signal<{ words: string; list: LiveList } | null>(null);
  readonly #unread = signal<UnreadThreads | null>(null);
  readonly #words = computed(() => this.#found.value?.words ?? null);
  readonly #current: ReadonlySignal<LiveList>;
  #selected: string | null = null;
  readonly #asked = new Set<string>();
  #askAfter = ASK_AFTER_MS;
  #forgetAsking: (() => void) | null = null;
  #forgetCounting: (() => void) | null = null;

  constructor(locationId: string, api: InboxApi, world: Pick<World, "later" | "random">) {
    this.#locationId = locationId;
    this.#api = api;
    this.#world = world;
    this.#all = this.#listOf("all", null, () => true);
    // What is open stays in its place until the reader goes on.
    this.#unreadOnly = this.#listOf(
      "unread",
      null,
      (thread, here) => thread.unread > 0 || (here && thread.threadId === this.#selected),
    );
    this.#current = computed(
      () =>
        this.#found.value?.list ?? (this.#filter.value === "all" ? this.#all : this.#unreadOnly),
    );
  }

  /** The list before the reader: the one that the words find, else the filter's. */
  get current(): ReadonlySignal<LiveList> {
    return this.#current;
  }
  get filter(): ReadonlySignal<Filter> {
    return this.#filter;
  }
  /** null until it is known. */
  get unread(): ReadonlySignal<UnreadThreads | null> {
    return this.#unread;
  }
  /** What is searched for; null for no search. */
  get words(): ReadonlySignal<string | null> {
    return this.#words;
  }

  choose(filter: Filter): void {
    if (filter === this.#filter.peek()) return;
    this.#filter.value = filter;
    this.#refresh(this.#current.peek());
  }

  /** Searches; words of white space alone end the search. */
  search(words: string): void {
    const wanted = words.trim();
    if (wanted === (this.#found.peek()?.words ?? "")) return;
    this.#found.peek()?.list.close();
    if (wanted === "") {
      this.#found.value = null;
      this.#refresh(this.#current.peek());
      return;
    }
    const list = this.#listOf("all", wanted, (_, here) => here);
    this.#found.value = { words: wanted, list };
    list.retry();
  }

  /** The thread that is open: with the filter Unread it stays in the list while it is. */
  select(threadId: string | null): void {
    const before = this.#selected;
    this.#selected = threadId;
    if (before !== null && before !== threadId) this.#unreadOnly.reconsider(before);
  }

  /** What is known of a thread. */
  find(threadId: string): Thread | undefined {
    for (const list of this.#lists()) {
      const thread = list.find(threadId);
      if (thread) return thread;
    }
    return undefined;
  }

  /** Takes in a thread that was fetched by itself. */
  take(thread: Thread): void {
    const isHere = thread.locationId === this.#locationId;
    batch(() => {
      for (const list of this.#lists()) {
        if (isHere) list.take(thread);
        else list.remove(thread.threadId);
      }
    });
  }

  /** Fetches all that may have been missed. */
  async catchUp(): Promise<void> {
    await Promise.all([this.#current.peek().refresh(), this.#count()]);
  }

  apply(event: LiveEvent): void {
    switch (event.type) {
      case "MessagePosted":
      case "ThreadRead":
      case "ThreadMarkedUnread":
        batch(() => this.#follow(event.data.threadId, event));
        break;
      case "BookingChanged":
      case "BookingWithdrawn":
        this.#onBooking(event.data.bookingId, event);
        break;
      case "ThreadOpened":
        this.#ask([event.data.threadId]);
        break;
      case "CommandRejected":
      case "LocationSettingsChanged":
        break;
      default:
        assertNever(event);
    }
  }

  #listOf(
    filter: Filter,
    q: string | null,
    belongs: (thread: Thread, here: boolean) => boolean,
  ): LiveList {
    return new LiveList({
      world: this.#world,
      fetch: (cursor, limit) => this.#api.threads({ filter, q, cursor, limit }),
      belongs,
      onNeedsFetch: (threadIds) => this.#ask(threadIds),
    });
  }

  #lists(): LiveList[] {
    const found = this.#found.peek();
    return found ? [this.#all, this.#unreadOnly, found.list] : [this.#all, this.#unreadOnly];
  }

  #refresh(list: LiveList): void {
    list.refresh().catch(asRequestFailure);
  }

  /** Only what is here is concerned: nobody can tell where a thread belongs that is not known. */
  #onBooking(bookingId: string, event: LiveEvent): void {
    const threadIds = new Set(this.#lists().flatMap((list) => list.ofBooking(bookingId)));
    batch(() => {
      for (const threadId of threadIds) this.#follow(threadId, event);
    });
  }

  #follow(threadId: string, event: LiveEvent): void {
    const before = this.find(threadId)?.unread;
    const told = this.#lists().map((list) => list.apply(threadId, event));
    const known = told.find((each) => each !== null);
    if (!known) this.#ask([threadId]);
    else {
      for (const list of this.#lists()) if (!list.find(threadId)) list.take(known.thread);
      if (told.some((each) => each?.needsFetch)) this.#ask([threadId]);
    }
    this.#recount(before, known?.thread.unread);
  }

  /** The badge moves at once where it is clear by how much; it is counted again in any case. */
  #recount(before: number | undefined, after: number | undefined): void {
    const count = this.#unread.peek();
    if (before === after && before !== undefined) return;
    if (count && !count.capped && before !== undefined && after !== undefined) {
      const step = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
      if (step !== 0) this.#unread.value = { ...count, threads: Math.max(count.threads + step, 0) };
    }
    this.#countAfter(COUNT_AFTER_MS);
  }

  #countAfter(milliseconds: number): void {
    this.#forgetCounting ??= this.#world.later(milliseconds, () => {
      this.#forgetCounting = null;
      this.#count().catch((error: unknown) => {
        if (isTransient(asRequestFailure(error))) this.#countAfter(AGAIN_AFTER_MS);
      });
    });
  }

  async #count(): Promise<void> {
    this.#unread.value = await this.#api.unread();
  }

  #ask(threadIds: readonly string[], after = this.#askAfter): void {
    for (const threadId of threadIds) this.#asked.add(threadId);
    this.#forgetAsking ??= this.#world.later(after, () => {
      this.#forgetAsking = null;
      const asked = [...this.#asked];
      this.#asked.clear();
      const isMuch = asked.length > MANY;
      this.#askAfter = isMuch ? ASK_MUCH_AFTER_MS : ASK_AFTER_MS;
      if (isMuch) this.#refresh(this.#current.peek());
      else for (const threadId of asked) void this.#look(threadId);
    });
  }

  async #look(threadId: string): Promise<void> {
    try {
      this.take(await this.#api.thread(threadId));
    } catch (error) {
      const failure = asRequestFailure(error);
      if (failure instanceof ProblemError && failure.status === 404) this.#remove(threadId);
      else if (isTransient(failure)) this.#ask([threadId], AGAIN_AFTER_MS);
    }
  }

  #remove(threadId: string): void {
    batch(() => {
      for (const list of this.#lists()) list.remove(threadId);
    });
  }
}
