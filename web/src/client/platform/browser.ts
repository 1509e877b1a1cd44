/** The world as a browser gives it. */

import type { Store, World } from "./ports";
import { serverClock } from "./server-clock";

export function browserWorld(): World {
  const device = () => Date.now();
  const clock = serverClock(device);
  return {
    now: clock.now,
    newId: () => newUuid(crypto),
    random: () => Math.random(),
    later: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    fetch: async (url, init) => {
      const asked = device();
      const response = await fetch(url, init);
      clock.heard(response.headers.get("Date"), asked, device());
      return response;
    },
    store: browserStore(),
  };
}

/** A random UUID (version 4). By hand, for `randomUUID` is missing where there is no TLS. */
export function newUuid(source: Pick<Crypto, "getRandomValues">): string {
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join("-");
}

/** localStorage, and memory for what it refuses: private windows, a full disk. */
function browserStore(): Store {
  const refused = new Map<string, string>();
  const kept = attempt(() => window.localStorage);
  return {
    get: (name) => refused.get(name) ?? attempt(() => kept?.getItem(name)) ?? null,
    set: (name, value) => {
      refused.delete(name);
      const done = attempt(() => {
        kept?.setItem(name, value);
        return kept !== undefined;
      });
      if (!done) refused.set(name, value);
    },
    remove: (name) => {
      refused.delete(name);
      attempt(() => kept?.removeItem(name));
    },
    names: () => [
      ...new Set([...(attempt(() => Object.keys(kept ?? {})) ?? []), ...refused.keys()]),
    ],
  };
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
