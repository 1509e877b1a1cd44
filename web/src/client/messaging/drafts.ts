/** What outlives a reload: drafts, and messages that are not known to be stored. */

import type { Store } from "../platform/ports";
import type { Fate, Outbox, Outgoing } from "./outbox";

const PREFIX = "booking-chat";

/**
 * Kept under the reader (`scope`: a booking for a customer, an account for staff) and the thread,
 * so that nobody is shown what somebody else wrote on the same machine.
 *
 * Each message has a name of its own: two windows never overwrite each other's.
 */
export class Drafts {
  readonly #store: Store;
  readonly #draft: string;
  readonly #outgoing: string;

  constructor(store: Store, scope: string, thread: string) {
    this.#store = store;
    this.#draft = [PREFIX, "draft", scope, thread].join("/");
    this.#outgoing = [PREFIX, "outgoing", scope, thread, ""].join("/");
  }

  draft(): string {
    return this.#store.get(this.#draft) ?? "";
  }

  saveDraft(text: string): void {
    if (text === "") this.#store.remove(this.#draft);
    else this.#store.set(this.#draft, text);
  }

  outbox(): Outbox {
    return this.#store
      .names()
      .filter((name) => name.startsWith(this.#outgoing))
      .map((name) => outgoingOf(this.#store.get(name)))
      .filter((each) => each !== null)
      .sort((one, other) => one.order - other.order);
  }

  /** Makes what is kept the same as `outbox`, where it differs from what was kept `before`. */
  saveOutbox(before: Outbox, outbox: Outbox): void {
    const unchanged = new Set(before);
    for (const each of outbox) {
      if (!unchanged.has(each)) this.#store.set(this.#name(each), JSON.stringify(each));
    }
    const left = new Set(outbox.map((each) => each.clientMessageId));
    for (const each of before) {
      if (!left.has(each.clientMessageId)) this.#store.remove(this.#name(each));
    }
  }

  #name(each: Outgoing): string {
    return this.#outgoing + each.clientMessageId;
  }
}

/** The threads that have messages of a reader which are not known to be stored. */
export function threadsWithUnsent(store: Store, scope: string): string[] {
  const prefix = [PREFIX, "outgoing", scope, ""].join("/");
  const names = store.names().filter((name) => name.startsWith(prefix));
  return [...new Set(names.map((name) => name.slice(prefix.length).split("/")[0] ?? ""))];
}

/** Forgets everything of a reader who signs out. */
export function forgetReader(store: Store, scope: string): void {
  for (const kind of ["draft", "outgoing"]) {
    const prefix = [PREFIX, kind, scope, ""].join("/");
    for (const name of store.names()) if (name.startsWith(prefix)) store.remove(name);
  }
}

const FATES: Readonly<Record<Fate["state"], true>> = {
  sending: true,
  accepted: true,
  failed: true,
  rejected: true,
};

function outgoingOf(kept: string | null): Outgoing | null {
  try {
    const each = JSON.parse(kept ?? "") as Outgoing;
    const isKnown = Object.hasOwn(FATES, each.fate.state);
    return typeof each.text === "string" && isKnown ? each : null;
  } catch {
    return null;
  }
}
