/** Finds bookings while somebody types: the newest question has the last word. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Booking } from "../../client/gateway/contracts";
import { asRequestFailure, type RequestFailure } from "../../client/gateway/problems";
import type { BookingsApi } from "./gateway/calls";

export type Found =
  | { readonly kind: "nothing-asked" | "searching" }
  | { readonly kind: "failed"; readonly failure: RequestFailure }
  | {
      readonly kind: "found";
      readonly words: string;
      readonly bookings: readonly Booking[];
      /** null when these are all. */
      readonly nextCursor: string | null;
    };

export class BookingSearch {
  readonly #api: Pick<BookingsApi, "find">;
  readonly #found = signal<Found>({ kind: "nothing-asked" });
  #question = new AbortController();

  constructor(api: Pick<BookingsApi, "find">) {
    this.#api = api;
  }

  get found(): ReadonlySignal<Found> {
    return this.#found;
  }

  /** What was found stays until the answer is here. */
  async search(words: string): Promise<void> {
    const wanted = words.trim();
    this.#question.abort();
    this.#question = new AbortController();
    if (wanted === "") {
      this.#found.value = { kind: "nothing-asked" };
      return;
    }
    if (this.#found.peek().kind !== "found") this.#found.value = { kind: "searching" };
    await this.#ask(wanted, null, []);
  }

  /** Fetches the next page of what was found. */
  async more(): Promise<void> {
    const found = this.#found.peek();
    if (found.kind !== "found" || found.nextCursor === null) return;
    await this.#ask(found.words, found.nextCursor, found.bookings);
  }

  async #ask(words: string, cursor: string | null, before: readonly Booking[]): Promise<void> {
    const { signal: asked } = this.#question;
    let found: Found;
    try {
      const { items, nextCursor } = await this.#api.find(words, cursor, asked);
      found = { kind: "found", words, bookings: [...before, ...items], nextCursor };
    } catch (error) {
      found = { kind: "failed", failure: asRequestFailure(error) };
    }
    if (!asked.aborted) this.#found.value = found;
  }
}
