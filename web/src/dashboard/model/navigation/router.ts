/** Which route is open: follows the address, and asks before the reader loses something. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import { hrefOf, type Route, routeOf } from "./routes";

/** Whether the reader may go to a route without losing something. */
export type Guard = (wanted: Route) => boolean;

export class Router {
  readonly #window: Window;
  readonly #route;
  readonly #held = signal<Route | null>(null);
  #guard: Guard | null = null;

  constructor(window: Window) {
    this.#window = window;
    this.#route = signal<Route>(routeOf(window.location.hash));
    window.addEventListener("hashchange", () => this.#onAddress());
  }

  get route(): ReadonlySignal<Route> {
    return this.#route;
  }

  /** Where the reader wanted to go when the guard held them; null for nowhere. */
  get held(): ReadonlySignal<Route | null> {
    return this.#held;
  }

  go(route: Route): void {
    this.#window.location.hash = hrefOf(route);
  }

  /** Corrects the address: it stands in the place of the one before. */
  replace(route: Route): void {
    this.#window.history.replaceState(null, "", hrefOf(route));
    this.#route.value = route;
  }

  /** Asks `guard` before the reader leaves, until the answer is called. */
  watch(guard: Guard): () => void {
    this.#guard = guard;
    return () => {
      if (this.#guard === guard) this.#guard = null;
    };
  }

  stay(): void {
    this.#held.value = null;
  }

  /** Lets the reader go where they wanted. */
  letGo(): void {
    const route = this.#held.peek();
    this.#guard = null;
    this.#held.value = null;
    if (route) this.go(route);
  }

  #onAddress(): void {
    const wanted = routeOf(this.#window.location.hash);
    const current = this.#route.peek();
    if (this.#guard && !this.#guard(wanted)) {
      this.#window.history.pushState(null, "", hrefOf(current));
      this.#held.value = wanted;
    } else if (hrefOf(wanted) !== hrefOf(current)) this.#route.value = wanted;
  }
}
