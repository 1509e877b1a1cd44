/** How long ago something was, in the one unit that a list row has room for. Pure. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Ago =
  | { readonly unit: "now" }
  | { readonly unit: "minutes" | "hours" | "days"; readonly count: number };

/** Both in milliseconds. What seems to lie ahead is now: clocks differ. */
export function agoOf(then: number, now: number): Ago {
  const past = now - then;
  if (past < MINUTE) return { unit: "now" };
  if (past < HOUR) return { unit: "minutes", count: Math.floor(past / MINUTE) };
  if (past < DAY) return { unit: "hours", count: Math.floor(past / HOUR) };
  return { unit: "days", count: Math.floor(past / DAY) };
}
