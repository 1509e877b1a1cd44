import { expect, test } from "vitest";
import { bookingDate, shortCode } from "../../src/dashboard/kit/format/booking-date";
import { movedBy, rowsInView, withMargin } from "../../src/dashboard/pages/inbox/row-window";
import { aThread, at } from "../support/threads";

const NOW = Date.UTC(2026, 2, 15, 12);
const threads = (...minutes: number[]) => minutes.map((minute) => aThread(`t${minute}`, minute));

test("a booking's date has its year when that is not this one, in the booking's time zone", () => {
  const date = (startTime: string | null, locale = "en-US") =>
    bookingDate({ startTime, timeZone: "Asia/Tokyo" }, NOW, locale);

  expect(date("2026-11-25T16:00:00Z")).toBe("Nov 26");
  expect(date("2026-12-31T16:00:00Z")).toBe("Jan 1, 2027");
  expect(date("2026-11-25T16:00:00Z", "de-DE")).toBe("26. Nov.");
  expect(date(null)).toBe(null);
});

test("the short code ends before the first hyphen, if anything is before it", () => {
  expect(["LIS1019-AF31C0-2", "KAYAK7", "-X", "", " ", " -X"].map(shortCode)).toEqual([
    "LIS1019",
    "KAYAK7",
    "-X",
    "",
    "",
    "-X",
  ]);
});

test("the rows in view are those that are seen in part too", () => {
  expect(rowsInView(0, 800, 80, 1000)).toEqual({ start: 0, end: 10 });
  expect(rowsInView(85, 800, 80, 1000)).toEqual({ start: 1, end: 12 });
  expect(rowsInView(8_000_000, 800, 80, 100_000)).toEqual({ start: 100_000, end: 100_000 });
  expect(rowsInView(-30, 800, 80, 3)).toEqual({ start: 0, end: 3 });
  expect(withMargin({ start: 4, end: 8 }, 10, 12)).toEqual({ start: 0, end: 12 });
});

test("new threads above move what is in view by as many rows", () => {
  const before = threads(9, 8, 7, 6, 5);
  const after = threads(12, 11, 9, 8, 7, 6, 5);

  expect(movedBy(before, after, { start: 2, end: 4 })).toBe(2);
});

test("a thread that has moved itself is no measure of the reader's place", () => {
  const before = threads(9, 8, 7, 6, 5);
  const moved = aThread("t7", 7, { lastMessageAt: at(20) });
  const after = [moved, ...threads(9, 8, 6, 5)];

  expect(movedBy(before, after, { start: 2, end: 4 })).toBe(0);
  expect(movedBy(before, [moved, ...threads(9, 8, 6, 5)], { start: 1, end: 4 })).toBe(1);
});

test("where nothing that was in view is left, nothing has moved", () => {
  expect(movedBy(threads(3, 2, 1), threads(9, 8), { start: 0, end: 3 })).toBe(0);
});
