/** How long to wait before trying again. Pure. */

const FIRST_MS = 400;
const LONGEST_MS = 8_000;

/**
 * The wait before the `attempt`th new try, counted from 0: doubling up to 8 s, and scattered by
 * `random` (0 to 1) so that all pages do not come back in the same moment.
 */
export function backoff(attempt: number, random: number): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(attempt, 16), LONGEST_MS);
  return whole * (0.5 + random / 2);
}
