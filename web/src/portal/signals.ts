/**
 * The part of `@preact/signals-core` that the customer page uses; its build puts this in the
 * library's place. Nothing is computed from signals there, and the rest of the library would weigh
 * a twentieth of all that the page may weigh.
 */

import type { Signal } from "@preact/signals-core";

const changed = new Set<() => void>();
let depth = 0;

/** Subscribers hear of several changes together, once `run` is through. */
export function batch<T>(run: () => T): T {
  depth++;
  try {
    return run();
  } finally {
    try {
      // What they change in turn is told in the same round.
      if (depth === 1) {
        for (const tell of changed) {
          changed.delete(tell);
          tell();
        }
      }
    } finally {
      depth--;
    }
  }
}

export function signal<T>(value: T): Pick<Signal<T>, "value" | "peek" | "subscribe"> {
  const subscribers = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set value(next) {
      if (next === value) return;
      value = next;
      batch(() => {
        for (const tell of subscribers) changed.add(tell);
      });
    },
    peek: () => value,
    subscribe: (run) => {
      const tell = () => run(value);
      subscribers.add(tell);
      tell();
      return () => {
        subscribers.delete(tell);
        changed.delete(tell);
      };
    },
  };
}
