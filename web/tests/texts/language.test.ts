import { describe, expect, test } from "vitest";
import { catalogueOf, languageFor } from "../../src/texts/language";

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

test("a catalogue that does not come is asked for again", async () => {
  const waits: number[] = [];
  let asked = 0;
  const load = async () => {
    if (++asked < 3) throw new TypeError("Failed to fetch dynamically imported module");
    return { default: { hello: "Hello" } };
  };
  const later = (milliseconds: number, run: () => void) => {
    waits.push(milliseconds);
    run();
  };

  expect(await catalogueOf(load, later)).toEqual({ hello: "Hello" });
  expect(waits).toEqual([1_000, 1_000]);
});
