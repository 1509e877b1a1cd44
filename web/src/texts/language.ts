/** Which language a reader gets, and how dates and numbers are written for them. */

export interface Language {
  /** The catalogue's language: its texts are there. */
  readonly code: string;
  readonly direction: "ltr" | "rtl";
  /** The reader's own locale, for dates and numbers. */
  readonly locale: string;
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "he"]);

/**
 * The first of the reader's languages that the catalogue has, or its first one. Dates and numbers
 * follow the reader's first language whether there are texts in it or not.
 */
export function languageFor(wanted: readonly string[], catalogue: readonly string[]): Language {
  const locales = wanted.flatMap(canonical);
  const known = locales.map((locale) => new Intl.Locale(locale).language);
  const code = known.find((language) => catalogue.includes(language)) ?? catalogue[0] ?? "en";
  return {
    code,
    direction: RIGHT_TO_LEFT.has(code) ? "rtl" : "ltr",
    locale: locales[0] ?? code,
  };
}

/** None for a tag that is no language, as some systems give: Intl would throw at it. */
function canonical(tag: string): string[] {
  try {
    return Intl.getCanonicalLocales(tag);
  } catch {
    return [];
  }
}
