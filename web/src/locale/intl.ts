/**
 * Dates, numbers, plurals and languages, as far as this browser can write them. Everything that asks
 * `Intl` does it here, and nothing here throws: a zone or a language that the browser refuses is
 * written in a plainer way, and says so where it would mislead.
 */

export type DateOptions = Intl.DateTimeFormatOptions;

/** What `run` gives; undefined where it throws. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

const UTC = "UTC";
const PLAIN = "en";

/** Formats are dear to make and are kept; null for one that this browser refuses. */
const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(
  locale: string,
  timeZone: string,
  options: DateOptions,
): Intl.DateTimeFormat | null {
  const name = JSON.stringify([locale, timeZone, options]);
  let format = formats.get(name);
  if (format === undefined) {
    format = attempt(() => new Intl.DateTimeFormat(locale, { ...options, timeZone })) ?? null;
    formats.set(name, format);
  }
  return format;
}

/** Whether this browser has the rules of an IANA zone. */
export function knowsZone(timeZone: string): boolean {
  return formatOf(PLAIN, timeZone, {}) !== null;
}

/** The reader's zone; UTC where the browser does not say or does not know its own. */
export function localTimeZone(): string {
  const zone = attempt(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  return zone && knowsZone(zone) ? zone : UTC;
}

/** A moment in milliseconds, or a span until another one. "" for what is no moment. */
export function dateText(
  moment: number,
  { locale, timeZone }: { readonly locale: string; readonly timeZone: string },
  options: DateOptions,
  until = moment,
): string {
  const known = knowsZone(timeZone);
  const zone = known ? timeZone : UTC;
  // A clock time of another zone than the one that was asked for has to say so.
  const named: DateOptions =
    known || !options.hour ? options : { ...options, timeZoneName: "short" };
  for (const language of [locale, PLAIN]) {
    const format = formatOf(language, zone, named);
    const text =
      until === moment
        ? attempt(() => format?.format(moment))
        : (attempt(() => format?.formatRange(moment, until)) ??
          attempt(() => `${format?.format(moment)} – ${format?.format(until)}`));
    if (format && text !== undefined) return text;
  }
  return (
    attempt(() => `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")} UTC`) ?? ""
  );
}

/** Date and time of a moment on the reader's clock, `Mar 20, 2027, 10:00 AM`. */
export function localMoment(moment: string, locale: string): string {
  const place = { locale, timeZone: localTimeZone() };
  return dateText(Date.parse(moment), place, { dateStyle: "medium", timeStyle: "short" });
}

/** `GMT+1`; UTC for a zone that this browser does not know. */
export function zoneName(moment: number, locale: string, timeZone: string): string {
  for (const language of [locale, PLAIN]) {
    const format = formatOf(language, timeZone, { timeZoneName: "shortOffset" });
    const parts = attempt(() => format?.formatToParts(moment));
    const name = parts?.find(({ type }) => type === "timeZoneName")?.value;
    if (name) return name;
  }
  return UTC;
}

/** `Today`, `Yesterday`; undefined where the browser has no words for it. */
export function relativeDay(days: number, locale: string): string | undefined {
  const words = attempt(() =>
    new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day"),
  );
  return words && upperCase(words.charAt(0), locale) + words.slice(1);
}

export function upperCase(text: string, locale?: string): string {
  return attempt(() => text.toLocaleUpperCase(locale)) ?? text.toUpperCase();
}

export function numberText(count: number, locale: string): string {
  return attempt(() => count.toLocaleString(locale)) ?? String(count);
}

/** The plural form that a language has for a count; `other` where the browser cannot tell. */
export function pluralOf(count: number, locale: string): Intl.LDMLPluralRule {
  return attempt(() => new Intl.PluralRules(locale).select(count)) ?? "other";
}

/** A language tag as the browser writes it; null for one that it refuses, as some systems give. */
export function canonicalLocale(tag: string): string | null {
  return attempt(() => Intl.getCanonicalLocales(tag)[0]) ?? null;
}

/** `pt` of `pt-BR`. */
export function languageOf(locale: string): string {
  return locale.split("-", 1)[0]?.toLowerCase() ?? locale;
}

/** `Portuguese` for `pt`, in the reader's language; the tag where the browser has no name for it. */
export function languageName(tag: string, locale: string): string {
  return attempt(() => new Intl.DisplayNames([locale], { type: "language" }).of(tag)) ?? tag;
}

/** All zones that the browser names; none where it cannot say. */
export function timeZones(): readonly string[] {
  return attempt(() => Intl.supportedValuesOf("timeZone")) ?? [];
}
