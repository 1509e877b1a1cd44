/** Short words about what was just done or has just failed; one at a time, for a few seconds. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Later } from "../../client/platform/ports";

const SHOWN_MS = 6_000;

export interface Saying {
  readonly text: string;
  readonly tone: "neutral" | "danger";
}

export class Sayings {
  readonly #later: Later;
  readonly #saying = signal<Saying | null>(null);
  #forget: () => void = () => {};

  constructor(later: Later) {
    this.#later = later;
  }

  get saying(): ReadonlySignal<Saying | null> {
    return this.#saying;
  }

  say(text: string, tone: Saying["tone"] = "neutral"): void {
    this.#forget();
    this.#saying.value = { text, tone };
    this.#forget = this.#later(SHOWN_MS, () => this.silence());
  }

  silence(): void {
    this.#saying.value = null;
  }
}
