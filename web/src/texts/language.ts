/** Which language a reader gets, and how dates and numbers are written for them. */

import { canonicalLocale, languageOf } from "../locale/intl";

export interface Language {
  /** The catalogue's language: its texts are there. */
  readonly code: string;
  readonly direction: "ltr" | "rtl";
  /** The reader's own locale, for dates and numbers. */
  readonly locale: string;
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "he"]);

const AGAIN_MS = 1_000;

/** A language's catalogue. It is a file of its own, and asked for until it comes. */
export async function catalogueOf<Texts>(
  load: () => Promise<{ default: Texts }>,
  later: (milliseconds: number, run: () => void) => unknown,
): Promise<Texts> {
  for (;;) {
    try {
      return (await load()).default;
    } catch {
      await new Promise<void>((again) => later(AGAIN_MS, again));
    }
  }
}

/**
 * The first of the reader's languages that the catalogue has, or its first one. Dates and numbers
 * follow the reader's first language whether there are texts in it or not.
 */
export function languageFor(wanted: readonly string[], catalogue: readonly string[]): Language {
  const locales = wanted.map(canonicalLocale).filter((locale) => locale !== null);
  const known = locales.map(languageOf);
  const code = known.find((language) => catalogue.includes(language)) ?? catalogue[0] ?? "en";
  return {
    code,
    direction: RIGHT_TO_LEFT.has(code) ? "rtl" : "ltr",
    locale: locales[0] ?? code,
  };
}
