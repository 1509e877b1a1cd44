/** Days and times as a reader sees them. Pure: the moment, the zone and the locale are given. */

import { dateText, relativeDay } from "../../locale/intl";

export interface DateDisplay {
  /** The reader's, for the way of writing. */
  readonly locale: string;
  /** The location's: its days are the conversation's days. */
  readonly timeZone: string;
}

/** The date of a moment as `2026-03-15`. */
export function dayOf(moment: number, display: DateDisplay): string {
  const { timeZone } = display;
  const digits = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return dateText(moment, { locale: "en-CA", timeZone }, digits).slice(0, 10);
}

/** `Today`, `Yesterday`, `Monday, Mar 15`, and with the year when it is not this one. */
export function dayLabel(moment: number, now: number, display: DateDisplay): string {
  const [day, today] = [dayOf(moment, display), dayOf(now, display)];
  const daysAgo = (Date.parse(today) - Date.parse(day)) / 86_400_000;
  const near = daysAgo === 0 || daysAgo === 1 ? relativeDay(-daysAgo, display.locale) : undefined;
  if (near) return near;
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" as const };
  return dateText(moment, display, { weekday: "long", month: "short", day: "numeric", ...year });
}

/** `14:05` or `2:05 PM`, as the reader writes it. */
export function timeLabel(moment: number, display: DateDisplay): string {
  return dateText(moment, display, { hour: "numeric", minute: "2-digit" });
}

/** Everything about a moment, for a tooltip: date, time and zone. */
export function absoluteLabel(moment: number, display: DateDisplay): string {
  return dateText(moment, display, { dateStyle: "full", timeStyle: "long" });
}
