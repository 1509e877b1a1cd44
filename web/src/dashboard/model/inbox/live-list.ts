/** One list of threads on the screen: fetches what the reader looks at, follows what is heard. */

import { batch, type ReadonlySignal, signal } from "@preact/signals-core";
import { backoff } from "../../../client/gateway/backoff";
import type { LiveEvent, SearchPage, Thread } from "../../../client/gateway/contracts";
import {
  asRequestFailure,
  isTransient,
  type RequestFailure,
} from "../../../client/gateway/problems";
import type { World } from "../../../client/platform/ports";
import { afterEvent, merged, type ThreadUpdate } from "../thread/thread-reducer";
import {
  isLoaded,
  outOfDate,
  type ThreadList,
  UNKNOWN_LIST,
  wantedRange,
  withoutThread,
  withPage,
  withThread,
} from "./thread-list";

/** This many threads beyond those in view are fetched ahead. */
const AHEAD = 30;
const FIRST_PAGE = 50;
const LATER_PAGE = 200;

export interface ListParts {
  world: Pick<World, "later" | "random">;
  fetch(cursor: string | null, limit: number): Promise<SearchPage<Thread>>;
  /** Whether a thread has its place here; `here`: it stands here now. */
  belongs(thread: Thread, here: boolean): boolean;
  /** Something newer of these threads should be fetched. */
  onNeedsFetch(threadIds: readonly string[]): void;
}

export class LiveList {
  readonly #parts: ListParts;
  readonly #list = signal<ThreadList>(UNKNOWN_LIST);
  readonly #searchLag = signal(0);
  readonly #failure = signal<RequestFailure | null>(null);
  /** The threads of the list by their ids. */
  readonly #known = new Map<string, Thread>();
  #view = { first: 0, last: 0 };
  #fetching: Promise<void> | null = null;
  /** Answers to what was asked before the last refresh may lack what came since. */
  #round = 0;
  #heard = new Set<string>();
  #attempts = 0;
  #forgetRetry: () => void = () => {};

  constructor(parts: ListParts) {
    this.#parts = parts;
  }

  get list(): ReadonlySignal<ThreadList> {
    return this.#list;
  }
  /** How many events the search did not know yet when it answered. */
  get searchLag(): ReadonlySignal<number> {
    return this.#searchLag;
  }
  /** Why what the reader looks at could not be fetched. */
  get failure(): ReadonlySignal<RequestFailure | null> {
    return this.#failure;
  }

  find(threadId: string): Thread | undefined {
    return this.#known.get(threadId);
  }

  /** The ids of its threads of a booking. */
  ofBooking(bookingId: string): string[] {
    return [...this.#known.values()]
      .filter((thread) => thread.bookingId === bookingId)
      .map(({ threadId }) => threadId);
  }

  /** The reader has the threads `first` to `last` in view. */
  see(first: number, last: number): void {
    this.#view = { first, last };
    if (this.#failure.peek() === null) this.retry();
  }

  retry(): void {
    this.#fetch().catch(asRequestFailure);
  }

  /** Fetches again what is in view; what is known stays. Throws the failure. */
  async refresh(): Promise<void> {
    this.#round++;
    this.#fetching = null;
    this.#list.value = outOfDate(this.#list.peek());
    await this.#fetch();
  }

  /** Forgets timers. */
  close(): void {
    this.#forgetRetry();
  }

  /** What an event makes of a thread of this list; null for a thread of others. */
  apply(threadId: string, event: LiveEvent): ThreadUpdate | null {
    this.#heard.add(threadId);
    const known = this.#known.get(threadId);
    if (!known) return null;
    const told = afterEvent(known, event);
    this.#put(known, told.thread);
    return told;
  }

  /** Takes in a thread that was fetched or heard of elsewhere. */
  take(thread: Thread): void {
    this.#heard.add(thread.threadId);
    const known = this.#known.get(thread.threadId);
    if (known) this.#put(known, merged(known, thread).thread);
    else if (isLoaded(this.#list.peek())) this.#put(undefined, thread);
  }

  /** Takes away a thread that has no place here any more. */
  reconsider(threadId: string): void {
    const known = this.#known.get(threadId);
    if (known) this.#put(known, known);
  }

  remove(threadId: string): void {
    const known = this.#known.get(threadId);
    if (!known) return;
    this.#known.delete(threadId);
    this.#list.value = withoutThread(this.#list.peek(), known);
  }

  #put(known: Thread | undefined, thread: Thread): void {
    if (!this.#parts.belongs(thread, known !== undefined)) {
      this.remove(thread.threadId);
      return;
    }
    if (thread === known) return;
    const before = this.#list.peek();
    const list = withThread(before, known, thread);
    if (known || list.threads.length > before.threads.length)
      this.#known.set(thread.threadId, thread);
    this.#list.value = list;
  }

  #fetch(): Promise<void> {
    if (this.#fetching) return this.#fetching;
    const fetching = this.#fetchWanted(this.#round).finally(() => {
      if (this.#fetching === fetching) this.#fetching = null;
    });
    this.#fetching = fetching;
    return fetching;
  }

  async #fetchWanted(round: number): Promise<void> {
    this.#forgetRetry();
    try {
      for (;;) {
        const { first, last } = this.#view;
        const range = wantedRange(this.#list.peek(), first, last, AHEAD);
        if (range === null) break;
        this.#heard.clear();
        const limit = range.cursor === null ? FIRST_PAGE : LATER_PAGE;
        const page = await this.#parts.fetch(range.cursor, limit);
        if (round !== this.#round) return;
        this.#takeIn(range.cursor, page);
      }
      this.#attempts = 0;
      this.#failure.value = null;
    } catch (error) {
      if (round === this.#round) this.#onFailure(asRequestFailure(error));
      throw error;
    }
  }

  #onFailure(failure: RequestFailure): void {
    this.#failure.value = failure;
    if (!isTransient(failure)) return;
    const { later, random } = this.#parts.world;
    this.#forgetRetry = later(backoff(this.#attempts++, random()), () => this.retry());
  }

  #takeIn(cursor: string | null, page: SearchPage<Thread>): void {
    const after = withPage(this.#list.peek(), { cursor, ...page }, this.#heard);
    for (const { threadId } of after.gone) this.#known.delete(threadId);
    for (const thread of after.fetched) this.#known.set(thread.threadId, thread);
    batch(() => {
      this.#list.value = after.list;
      this.#searchLag.value = page.searchLag ?? 0;
      for (const { threadId } of after.fetched) this.reconsider(threadId);
    });
    if (after.needsFetch.length > 0) this.#parts.onNeedsFetch(after.needsFetch);
  }
}
