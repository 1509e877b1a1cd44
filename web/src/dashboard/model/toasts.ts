/** Short words about what was just done or has just failed; one at a time, for a few seconds. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Later } from "../../client/platform/ports";

const SHOWN_MS = 6_000;

export interface Toast {
  readonly text: string;
  readonly tone: "neutral" | "danger";
}

export class Toasts {
  readonly #later: Later;
  readonly #current = signal<Toast | null>(null);
  #forget: () => void = () => {};

  constructor(later: Later) {
    this.#later = later;
  }

  get current(): ReadonlySignal<Toast | null> {
    return this.#current;
  }

  show(text: string, tone: Toast["tone"] = "neutral"): void {
    this.#forget();
    this.#current.value = { text, tone };
    this.#forget = this.#later(SHOWN_MS, () => this.dismiss());
  }

  dismiss(): void {
    this.#current.value = null;
  }
}
