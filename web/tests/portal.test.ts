import { describe, expect, test } from "vitest";
import { newUuid } from "../src/client/browser";
import { bookingWhen } from "../src/conversation/booking-when";
import { languageFor } from "../src/texts/language";

describe("when a booking is", () => {
  const booking = {
    startTime: "2027-03-20T10:00:00Z",
    endTime: "2027-03-20T12:30:00Z",
    timeZone: "Europe/Lisbon",
  };
  const plain = (text: string | null) => text?.replace(/[\u2009\u202f]/g, " ");

  test("is said in the location's time, with its zone for who lives in another", () => {
    expect(plain(bookingWhen(booking, "en-US", "Europe/London"))).toBe(
      "Sat, Mar 20, 2027, 10:00 AM – 12:30 PM",
    );
    expect(plain(bookingWhen(booking, "en-US", "Europe/Berlin"))).toBe(
      "Sat, Mar 20, 2027, 10:00 AM – 12:30 PM (GMT+0)".replace("GMT+0", zero()),
    );
  });

  test("may be without an end, or not known at all", () => {
    expect(plain(bookingWhen({ ...booking, endTime: null }, "en-US", "Europe/London"))).toBe(
      "Sat, Mar 20, 2027, 10:00 AM",
    );
    expect(bookingWhen({ ...booking, startTime: null }, "en-US", "Europe/London")).toBeNull();
  });

  /** `GMT` or `GMT+0`, as this version of ICU writes it. */
  function zero(): string {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: "UTC",
      timeZoneName: "shortOffset",
    });
    return format.formatToParts(0).find(({ type }) => type === "timeZoneName")?.value ?? "";
  }
});

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

test("ids are random UUIDs", () => {
  const ids = new Set(Array.from({ length: 100 }, () => newUuid(crypto)));
  expect(ids.size).toBe(100);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
