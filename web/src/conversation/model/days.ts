/** Days and times as a reader sees them. Pure: the moment, the zone and the locale are given. */

export interface DateDisplay {
  /** The reader's, for the way of writing. */
  readonly locale: string;
  /** The location's: its days are the conversation's days. */
  readonly timeZone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make and are kept. */
function format(
  display: DateDisplay,
  options: Intl.DateTimeFormatOptions,
  locale = display.locale,
) {
  const name = `${locale} ${display.timeZone} ${JSON.stringify(options)}`;
  let kept = formats.get(name);
  if (!kept) {
    kept = new Intl.DateTimeFormat(locale, { timeZone: display.timeZone, ...options });
    formats.set(name, kept);
  }
  return kept;
}

/** The date of a moment as `2026-03-15`. */
export function dayOf(moment: number, display: DateDisplay): string {
  return format(display, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA").format(
    moment,
  );
}

/** `Today`, `Yesterday`, `Monday, Mar 15`, and with the year when it is not this one. */
export function dayLabel(moment: number, now: number, display: DateDisplay): string {
  const [day, today] = [dayOf(moment, display), dayOf(now, display)];
  const daysAgo = (Date.parse(today) - Date.parse(day)) / 86_400_000;
  if (daysAgo === 0 || daysAgo === 1) return relativeDay(-daysAgo, display.locale);
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" as const };
  return format(display, { weekday: "long", month: "short", day: "numeric", ...year }).format(
    moment,
  );
}

/** `14:05` or `2:05 PM`, as the reader writes it. */
export function timeLabel(moment: number, display: DateDisplay): string {
  return format(display, { hour: "numeric", minute: "2-digit" }).format(moment);
}

/** Everything about a moment, for a tooltip: date, time and zone. */
export function absoluteLabel(moment: number, display: DateDisplay): string {
  const options = { dateStyle: "full", timeStyle: "long" } as const;
  return format(display, options).format(moment);
}

function relativeDay(days: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}
