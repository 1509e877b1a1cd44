import { expect, test } from "vitest";
import { covers, spanOf } from "../../src/conversation/model/window";

const HUNDRED = Array.from({ length: 100 }, () => 50);

test("at the end the last rows are drawn", () => {
  expect(spanOf(HUNDRED, 0, 500, 100)).toEqual({ start: 88, end: 100, above: 4400, below: 0 });
});

test("in the middle rows on both sides are left out, and their room is kept", () => {
  const span = spanOf(HUNDRED, 2000, 500, 100);
  expect(span).toEqual({ start: 48, end: 62, above: 2400, below: 1900 });
});

test("at the start everything below is left out", () => {
  expect(spanOf(HUNDRED, 4500, 500, 0)).toMatchObject({ start: 0, end: 10, above: 0 });
});

test("a short list is drawn whole, and an empty one is nothing", () => {
  expect(spanOf([40, 60], 0, 500, 100)).toEqual({ start: 0, end: 2, above: 0, below: 0 });
  expect(spanOf([], 0, 500, 100)).toEqual({ start: 0, end: 0, above: 0, below: 0 });
});

test("a row that is higher than the view is drawn wherever one looks at it", () => {
  expect(spanOf([50, 5000, 50], 2000, 500, 0)).toMatchObject({ start: 1, end: 2 });
});

test("what is drawn covers what is needed, or not", () => {
  const drawn = spanOf(HUNDRED, 2000, 500, 300);
  expect(covers(drawn, spanOf(HUNDRED, 2100, 500, 100))).toBe(true);
  expect(covers(drawn, spanOf(HUNDRED, 2400, 500, 100))).toBe(false);
});
