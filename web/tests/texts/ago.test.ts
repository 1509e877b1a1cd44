import { expect, test } from "vitest";
import { agoOf } from "../../src/texts/ago";

const NOW = Date.UTC(2026, 2, 15, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test.each([
  [0, { unit: "now" }],
  [59 * SECOND, { unit: "now" }],
  [MINUTE, { unit: "minutes", count: 1 }],
  [59 * MINUTE + 59 * SECOND, { unit: "minutes", count: 59 }],
  [HOUR, { unit: "hours", count: 1 }],
  [23 * HOUR + 59 * MINUTE, { unit: "hours", count: 23 }],
  [24 * HOUR, { unit: "days", count: 1 }],
  [400 * 24 * HOUR, { unit: "days", count: 400 }],
])("%d ms ago", (past, expected) => {
  expect(agoOf(NOW - past, NOW)).toEqual(expected);
});

test("what a faster clock has dated ahead is now", () => {
  expect(agoOf(NOW + HOUR, NOW)).toEqual({ unit: "now" });
});
