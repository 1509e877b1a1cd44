/** When a booking is, in the location's time zone. Pure. */

import type { Booking } from "../../client/gateway/contracts";

const DATE = {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "numeric",
  minute: "2-digit",
} as const;

/**
 * `Sat, Mar 20, 2027, 10:00 AM – 12:00 PM`, with the zone behind it where the reader's clock shows
 * another time; null for a booking without a date.
 */
export function bookingWhen(
  booking: Pick<Booking, "startTime" | "endTime" | "timeZone">,
  locale: string,
  localTimeZone: string,
): string | null {
  const { startTime, endTime, timeZone } = booking;
  if (startTime === null) return null;
  const start = new Date(startTime);
  const format = new Intl.DateTimeFormat(locale, { ...DATE, timeZone });
  const when =
    endTime === null ? format.format(start) : format.formatRange(start, new Date(endTime));
  const here = zoneName(start, locale, localTimeZone);
  const there = zoneName(start, locale, timeZone);
  return here === there ? when : `${when} (${there})`;
}

/** `GMT+1`: two zones with the same name show the same time. */
function zoneName(moment: Date, locale: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "shortOffset" });
  return format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "";
}
