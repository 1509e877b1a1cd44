import { describe, expect, test } from "vitest";
import { languageFor } from "../../src/texts/language";

describe("a reader's language", () => {
  test.each([
    [["ar-EG", "en"], "ar", "rtl", "ar-EG"],
    [["de-DE", "ar"], "ar", "rtl", "de-DE"],
    [["en-GB"], "en", "ltr", "en-GB"],
    [["fr"], "en", "ltr", "fr"],
    [["en-US@posix", "C"], "en", "ltr", "en"],
    [[], "en", "ltr", "en"],
  ] as const)("for %s is %s, %s, dates as in %s", (wanted, code, direction, locale) => {
    expect(languageFor(wanted, ["en", "ar"])).toEqual({ code, direction, locale });
  });
});
