/** When a booking is, in the location's time zone. Pure. */

import type { Booking } from "../../client/gateway/contracts";
import { type DateOptions, dateText, knowsZone, zoneName } from "../../locale/intl";

const DATE: DateOptions = {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "numeric",
  minute: "2-digit",
};

/**
 * `Sat, Mar 20, 2027, 10:00 AM – 12:00 PM`, with the zone behind it where the reader's clock shows
 * another time; null for a booking without a date. In UTC, and saying so, where this browser does
 * not know the location's zone.
 */
export function bookingWhen(
  booking: Pick<Booking, "startTime" | "endTime" | "timeZone">,
  locale: string,
  localTimeZone: string,
): string | null {
  const { startTime, endTime, timeZone } = booking;
  if (startTime === null) return null;
  const start = Date.parse(startTime);
  const end = endTime === null ? start : Date.parse(endTime);
  const when = dateText(start, { locale, timeZone }, DATE, end);
  if (when === "") return null;
  const here = zoneName(start, locale, localTimeZone);
  const there = zoneName(start, locale, timeZone);
  return here === there || !knowsZone(timeZone) ? when : `${when} (${there})`;
}
