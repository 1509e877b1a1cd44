/** What a browser remembers of whoever works here. */

import type { Store } from "../../client/platform/ports";

const LETTERS = "booking-chat/dashboard/single-letter-keys";
const LOCATION = "booking-chat/dashboard/location";

export class Preferences {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether single letters are commands. */
  get letters(): boolean {
    return this.#store.get(LETTERS) !== "off";
  }

  set letters(on: boolean) {
    if (on) this.#store.remove(LETTERS);
    else this.#store.set(LETTERS, "off");
  }

  /** The location where work went on last. */
  get locationId(): string | null {
    return this.#store.get(LOCATION);
  }

  set locationId(locationId: string | null) {
    if (locationId !== null) this.#store.set(LOCATION, locationId);
  }
}
