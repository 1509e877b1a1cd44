import { describe, expect, test } from "vitest";
import { dayLabel, timeLabel } from "../../src/conversation/model/days";

const LISBON = { locale: "en-US", timeZone: "Europe/Lisbon" };
const NOW = Date.parse("2027-03-16T10:00:00Z");

describe("days are the location's", () => {
  test.each([
    ["2027-03-16T00:05:00Z", "Today"],
    ["2027-03-15T23:55:00Z", "Yesterday"],
    ["2027-03-14T12:00:00Z", "Sunday, Mar 14"],
    ["2026-03-15T12:00:00Z", "Sunday, Mar 15, 2026"],
    ["2027-03-17T12:00:00Z", "Wednesday, Mar 17"],
  ])("%s in Lisbon is %s", (moment, label) => {
    expect(dayLabel(Date.parse(moment), NOW, LISBON)).toBe(label);
  });

  test("the same moment is another day elsewhere", () => {
    const moment = Date.parse("2027-03-15T23:55:00Z");
    expect(dayLabel(moment, NOW, { ...LISBON, timeZone: "Asia/Tokyo" })).toBe("Today");
  });

  test("a day of 23 hours does not make the day before yesterday of yesterday", () => {
    const now = Date.parse("2027-03-29T00:30:00+01:00");
    expect(dayLabel(Date.parse("2027-03-28T00:30:00Z"), now, LISBON)).toBe("Yesterday");
  });
});

test("they are written as the reader writes", () => {
  const reader = { locale: "de", timeZone: "Europe/Lisbon" };
  expect(dayLabel(Date.parse("2027-03-14T12:00:00Z"), NOW, reader)).toBe("Sonntag, 14. März");
  expect(dayLabel(NOW, NOW, reader)).toBe("Heute");
  const times = [timeLabel(NOW, reader), timeLabel(NOW, LISBON)];
  expect(times.map((time) => time.replace(/\s/, " "))).toEqual(["10:00", "10:00 AM"]);
});
