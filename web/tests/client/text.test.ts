import { expect, test } from "vitest";
import { lengthOf, storable } from "../../src/client/messaging/text";

test.each([
  ["an emoji is one character", "🌅", 1],
  ["joined emoji count each part and each joiner", "👨‍👩‍👧", 5],
  ["white space around is not counted", " \u0085\u3000a b\n", 3],
  ["a byte order mark is no white space", "\ufeffa", 2],
  ["white space alone is nothing", " \n\u2028", 0],
  ["half a pair is one", "\ud83c", 1],
])("%s", (_, text, length) => {
  expect(lengthOf(text)).toBe(length);
});

test("what no store can hold is made visible", () => {
  expect(storable("a\0b\ud83cc\udf05d🌅")).toBe("a\ufffdb\ufffdc\ufffdd🌅");
});
