import type { ReadonlySignal } from "@preact/signals-core";
import type { Later } from "./ports";

/** How long a blank page is nothing to explain. */
const SOON_MS = 300;

/**
 * Resolves once a page has what it was opened for, or when that takes long enough to be said:
 * drawing that something is awaited takes time too, and what is awaited would come later for it.
 */
export function readyOrTimeout<T>(
  source: ReadonlySignal<T>,
  isHere: (value: T) => boolean,
  later: Later,
): Promise<void> {
  return new Promise((resolve) => {
    later(SOON_MS, resolve);
    source.subscribe((value) => isHere(value) && resolve());
  });
}
