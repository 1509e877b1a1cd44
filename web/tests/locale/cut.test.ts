import { afterEach, describe, expect, test, vi } from "vitest";
import file from "../../../tests/scenarios/cuts.json";
import { clustersOf, cut } from "../../src/locale/cut";

describe.each(["with", "without"])("%s Intl.Segmenter", (has) => {
  afterEach(() => vi.unstubAllGlobals());
  const become = () => {
    if (has === "without") vi.stubGlobal("Intl", undefined);
  };

  test.each(file.rows)("$name", ({ text, limit, cut: left }) => {
    become();
    expect(cut(text, limit)).toBe(left);
  });

  test("every cut is a beginning that ends between two clusters", () => {
    // Versions of Unicode differ about joined consonants (U+094D).
    const rows = file.rows.filter((row) => !row.text.includes("\u094d"));
    const text = rows.map((row) => row.text.slice(0, 20)).join(" ");
    const ends = new Set([0]);
    let end = 0;
    for (const cluster of clustersOf(text)) {
      end += cluster.length;
      ends.add(end);
    }
    become();
    for (let limit = 20; limit <= text.length; limit++) {
      const left = cut(text, limit);
      expect(text.startsWith(left) && ends.has(left.length), left).toBe(true);
      expect([...left].length).toBeLessThanOrEqual(limit);
    }
  });
});
