import { afterEach, describe, expect, test, vi } from "vitest";
import { clustersOf, cut } from "../../src/locale/cut";

const FAMILY = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}";
const WALES = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";
const JAPAN = "\u{1f1ef}\u{1f1f5}";

/** A text, how many characters (code points) there is room for, and what is left of it. */
const CUTS: readonly (readonly [string, number, string])[] = [
  ["", 5, ""],
  ["short", 80, "short"],
  ["abcdef", 3, "abc"],
  ["🎉🎉🎉", 2, "🎉🎉"],
  [`ab${FAMILY}`, 9, `ab${FAMILY}`],
  [`ab${FAMILY}`, 8, "ab"],
  [`${WALES}${WALES}`, 13, WALES],
  [`${JAPAN}${JAPAN}`, 3, JAPAN],
  ["e\u0301e\u0301", 3, "e\u0301"],
  ["👍🏽👍🏽", 3, "👍🏽"],
  ["❤️❤️", 3, "❤️"],
  ["1️⃣2️⃣", 4, "1️⃣"],
  ["\u1112\u1161\u11ab\u1112\u1161\u11ab", 4, "\u1112\u1161\u11ab"],
  ["กำกำ", 3, "กำ"],
  ["a\r\nb", 2, "a"],
  ["a\r\nb", 3, "a\r\n"],
];

describe.each(["with", "without"])("%s Intl.Segmenter", (has) => {
  afterEach(() => vi.unstubAllGlobals());

  test.each(CUTS)("%j in %i", (text, limit, left) => {
    if (has === "without") vi.stubGlobal("Intl", undefined);

    expect(cut(text, limit)).toBe(left);
  });

  test("every cut is a beginning that ends between two clusters", () => {
    const text = CUTS.map(([each]) => each).join("");
    const ends = new Set([0]);
    let end = 0;
    for (const cluster of clustersOf(text)) {
      end += cluster.length;
      ends.add(end);
    }
    if (has === "without") vi.stubGlobal("Intl", undefined);
    for (let limit = 0; limit <= text.length; limit++) {
      const left = cut(text, limit);
      expect(text.startsWith(left) && ends.has(left.length), left).toBe(true);
      expect([...left].length).toBeLessThanOrEqual(limit);
    }
  });
});
