import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bookingWhen } from "../../src/conversation/model/booking-when";
import { absoluteLabel, dayLabel, dayOf, timeLabel } from "../../src/conversation/model/days";
import { languageFor } from "../../src/texts/language";

const MOMENT = "2027-03-20T10:00:00Z";
const NOW = Date.parse(MOMENT);
const NONSENSE = [
  "",
  " ",
  "Mars/Olympus",
  "Etc/Unknown",
  "+25:00",
  "../..",
  "Europe/Lisbon ",
  "\0",
  "ab".repeat(500),
];
const LOCALES = [
  "en-US",
  "ar-EG",
  "fa",
  "th-u-ca-buddhist-nu-thai",
  "de-DE-1996",
  "i-klingon",
  "en_US",
  "",
  "C",
  "x",
];
const zones = () => [
  ...Intl.supportedValuesOf("timeZone"),
  "UTC",
  "US/Pacific",
  "Etc/GMT+12",
  ...NONSENSE,
];

/** All that a page writes about one moment. */
function written(timeZone: string, locale: string): (string | null)[] {
  const display = { locale, timeZone };
  const booking = { startTime: MOMENT, endTime: "2027-03-20T12:00:00Z", timeZone };
  return [
    bookingWhen(booking, locale, timeZone),
    bookingWhen({ ...booking, endTime: null }, locale, "Europe/Lisbon"),
    dayOf(NOW, display),
    dayLabel(NOW, NOW, display),
    dayLabel(NOW, NOW + 9e9, display),
    timeLabel(NOW, display),
    absoluteLabel(NOW, display),
  ];
}

describe("whatever the zone and the locale", () => {
  test("each date is written", () => {
    for (const zone of zones()) {
      for (const locale of LOCALES) {
        for (const text of written(zone, locale))
          expect(text, `${zone} ${locale}`).toMatch(/[\p{Nd}\p{L}]/u);
      }
    }
  });

  test("a day is a date in digits, so that days compare", () => {
    for (const zone of zones()) {
      expect(dayOf(NOW, { locale: "ar", timeZone: zone })).toMatch(/^2027-03-(19|20|21)$/);
    }
  });
});

describe("a zone that this browser does not know", () => {
  const NOWHERE = { locale: "en-US", timeZone: "America/Nowhere" };
  const plain = (text: string | null) => text?.replaceAll(/\s/g, " ");

  test("is written in UTC, and times say so", () => {
    const booking = {
      startTime: MOMENT,
      endTime: "2027-03-20T12:00:00Z",
      timeZone: NOWHERE.timeZone,
    };
    expect(plain(bookingWhen(booking, "en-US", "Europe/Lisbon"))).toBe(
      "Sat, Mar 20, 2027, 10:00 AM – 12:00 PM UTC",
    );
    expect(plain(timeLabel(NOW, NOWHERE))).toBe("10:00 AM UTC");
    expect(absoluteLabel(NOW, NOWHERE)).toContain("UTC");
    expect(dayOf(NOW, NOWHERE)).toBe("2027-03-20");
  });
});

test("an end before the start, and what is no moment, are written all the same", () => {
  const booking = { startTime: MOMENT, endTime: "2027-03-19T08:00:00Z", timeZone: "Europe/Lisbon" };
  expect(bookingWhen(booking, "en-US", "Europe/Lisbon")).toContain("Mar 20");
  expect(bookingWhen({ ...booking, startTime: "soon" }, "en-US", "Europe/Lisbon")).toBeNull();
  expect(timeLabel(Number.NaN, { locale: "en", timeZone: "UTC" })).toBe("");
});

/** Browsers and settings that refuse more than they should. */
const refuses = () => {
  throw new RangeError("refused");
};
const ODD_BROWSERS: Readonly<Record<string, () => void>> = {
  "no formats at all": () => vi.stubGlobal("Intl", { ...namesOf(Intl), DateTimeFormat: refuses }),
  "no Intl": () => vi.stubGlobal("Intl", undefined),
  "a zone of its own that it does not know": () => {
    const Real = Intl.DateTimeFormat;
    class Odd extends Real {
      override resolvedOptions() {
        return { ...super.resolvedOptions(), timeZone: "Etc/Unknown" };
      }
    }
    vi.stubGlobal("Intl", { ...namesOf(Intl), DateTimeFormat: Odd });
  },
  "no relative days, no ranges, no plurals": () => {
    const Real = Intl.DateTimeFormat;
    class Odd extends Real {
      override formatRange = refuses;
    }
    const lacking = { DateTimeFormat: Odd, RelativeTimeFormat: refuses, PluralRules: refuses };
    vi.stubGlobal("Intl", { ...namesOf(Intl), ...lacking, supportedValuesOf: undefined });
  },
  "numbers and letters that throw": () => {
    vi.spyOn(Number.prototype, "toLocaleString").mockImplementation(refuses);
    vi.spyOn(String.prototype, "toLocaleUpperCase").mockImplementation(refuses);
  },
};

function namesOf(source: typeof Intl): Record<string, unknown> {
  const kept = source as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.getOwnPropertyNames(source).map((name) => [name, kept[name]]));
}

describe.each(Object.entries(ODD_BROWSERS))("in a browser with %s", (_, become) => {
  beforeEach(() => {
    vi.resetModules();
    become();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  test("everything is written", async () => {
    const days = await import("../../src/conversation/model/days");
    const when = await import("../../src/conversation/model/booking-when");
    const intl = await import("../../src/locale/intl");
    const { arabicCount } = await import("../../src/texts/arabic-count");
    const texts = [intl.localTimeZone(), intl.numberText(1234, "en"), intl.upperCase("a")];
    for (const timeZone of ["Europe/Lisbon", "Mars/Olympus"]) {
      const display = { locale: "en", timeZone };
      const booking = { startTime: MOMENT, endTime: "2027-03-20T12:00:00Z", timeZone };
      texts.push(
        when.bookingWhen(booking, "en", intl.localTimeZone()) ?? "",
        days.dayOf(NOW, display),
        days.dayLabel(NOW, NOW, display),
        days.timeLabel(NOW, display),
        days.absoluteLabel(NOW, display),
      );
    }
    const forms = { one: "one", two: "two", few: (n: string) => n, many: (n: string) => n };
    texts.push(arabicCount(3, forms), intl.localMoment(MOMENT, "en"));
    expect(texts.filter((text) => text.trim() === "")).toEqual([]);
    expect(intl.knowsZone(intl.localTimeZone()) || intl.localTimeZone() === "UTC").toBe(true);
    expect(Array.isArray([...intl.timeZones()])).toBe(true);
  });
});

test("languages that are no languages give the first of the catalogue", () => {
  for (const odd of [[], ["C"], ["en_US.UTF-8"], ["", "-"], ["x".repeat(99)]]) {
    expect(languageFor(odd, ["en", "ar"]).code).toBe("en");
  }
  expect(languageFor(["not a tag", "ar-EG"], ["en", "ar"])).toMatchObject({
    code: "ar",
    locale: "ar-EG",
  });
});

test("nothing but locale/ asks Intl, or writes by a locale", () => {
  const sources = import.meta.glob<string>("../../src/**/*.{ts,tsx}", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const asking = Object.entries(sources)
    .filter(([, source]) => /\bIntl\b|\.toLocale\w+|localeCompare/.test(source))
    .map(([name]) => name.replace("../../src/", ""));
  expect(asking.toSorted()).toEqual(["locale/cut.ts", "locale/intl.ts"]);
});
