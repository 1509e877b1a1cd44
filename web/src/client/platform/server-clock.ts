/** The server's clock, read off its answers: devices' clocks are minutes or days off, and do not decide what came first. */

import type { Clock } from "./ports";

/** `Date` headers have whole seconds, and servers write them anew about once a second. */
const COARSE_MS = 2_000;

export interface ServerClock {
  now: Clock;
  /** An answer that says when it was made. Both moments are the device's. */
  heard(date: string | null, askedAt: number, answeredAt: number): void;
}

/**
 * Follows the device's clock as long as that may be right. Each answer was made between being asked
 * for and arriving, which bounds how far the device is off; within the bounds nothing changes.
 */
export function serverClock(device: Clock): ServerClock {
  let ahead = 0;
  return {
    now: () => device() + ahead,
    heard: (date, askedAt, answeredAt) => {
      const made = Date.parse(date ?? "");
      if (Number.isNaN(made)) return;
      ahead = Math.min(Math.max(ahead, made - answeredAt), made + COARSE_MS - askedAt);
    },
  };
}
