/** A booking's day as a list row has room for it. Pure. */

import type { Booking } from "../../../client/gateway/contracts";
import { dayOf } from "../../../conversation/model/days";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, timeZone: string, withYear: boolean): Intl.DateTimeFormat {
  const name = `${locale} ${timeZone} ${withYear}`;
  const year = withYear ? { year: "numeric" as const } : {};
  const made =
    formats.get(name) ??
    new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", ...year, timeZone });
  formats.set(name, made);
  return made;
}

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
  return format(locale, timeZone, !isThisYear).format(start);
}

/** The part of a confirmation code before the first hyphen, if there is any; "" for a blank one. */
export function shortCode(code: string): string {
  return code.split("-", 1)[0]?.trim() || code.trim();
}
