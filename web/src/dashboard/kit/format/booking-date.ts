/** A booking's day as a list row has room for it. Pure. */

import type { Booking } from "../../../client/gateway/contracts";
import { dayOf } from "../../../conversation/model/days";
import { dateText } from "../../../locale/intl";
import { showsSomething } from "../../../locale/visible";

/** `Nov 26`, with the year when it is not this one; null for a booking without a date. */
export function bookingDate(
  { startTime, timeZone }: Pick<Booking, "startTime" | "timeZone">,
  now: number,
  locale: string,
): string | null {
  if (startTime === null) return null;
  const start = Date.parse(startTime);
  const place = { locale, timeZone };
  const isThisYear = dayOf(start, place).slice(0, 4) === dayOf(now, place).slice(0, 4);
  const year = isThisYear ? {} : { year: "numeric" as const };
  return dateText(start, place, { month: "short", day: "numeric", ...year }) || null;
}

/** The part of a confirmation code before the first hyphen, if there is any; "" for a blank one. */
export function shortCode(code: string): string {
  const first = code.split("-", 1)[0]?.trim() || code.trim();
  return showsSomething(first) ? first : "";
}
