/** The customer page's own signals do what the library's do: each test asks both. */

import * as library from "@preact/signals-core";
import { describe, expect, test } from "vitest";
import * as own from "../../src/portal/signals";

describe.each([
  ["library", library],
  ["own", own],
])("signals of the %s", (_, { batch, signal }) => {
  test("tell subscribers their value at once and whenever it becomes another", () => {
    const heard: number[] = [];
    const source = signal(1);
    const leave = source.subscribe((value) => void heard.push(value));
    source.value = 2;
    source.value = 2;
    leave();
    source.value = 3;
    expect([heard, source.value, source.peek()]).toEqual([[1, 2], 3, 3]);
  });

  test("tell of several changes once, after the outermost batch", () => {
    const heard: number[][] = [];
    const [one, other] = [signal(1), signal(1)];
    one.subscribe(() => void heard.push([one.peek(), other.peek()]));
    const answer = batch(() => {
      one.value = 2;
      batch(() => {
        one.value = 3;
        other.value = 3;
      });
      expect(heard.length).toBe(1);
      return "answer";
    });
    expect([answer, heard]).toEqual([
      "answer",
      [
        [1, 1],
        [3, 3],
      ],
    ]);
  });

  test("tell what a subscriber changes in turn", () => {
    const heard: number[] = [];
    const [one, other] = [signal(1), signal(1)];
    one.subscribe((value) => {
      other.value = value * 10;
    });
    other.subscribe((value) => void heard.push(value));
    one.value = 2;
    expect(heard).toEqual([10, 20]);
  });

  test("do not tell who has left, even in the same batch", () => {
    const heard: number[] = [];
    const source = signal(1);
    const leave = source.subscribe((value) => void heard.push(value));
    batch(() => {
      source.value = 2;
      leave();
    });
    expect(heard).toEqual([1]);
  });

  test("go on after a subscriber that throws", () => {
    const heard: number[] = [];
    const source = signal(1);
    source.subscribe((value) => {
      if (value === 2) throw new Error("a bug");
    });
    source.subscribe((value) => void heard.push(value));
    expect(() => {
      source.value = 2;
    }).toThrow("a bug");
    source.value = 3;
    expect(heard.at(-1)).toBe(3);
  });
});
