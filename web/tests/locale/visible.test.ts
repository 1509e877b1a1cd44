import { describe, expect, test } from "vitest";
import { lengthOf } from "../../src/client/messaging/text";
import { nameOr, showsSomething } from "../../src/locale/visible";

const NOTHING: Readonly<Record<string, string>> = {
  empty: "",
  spaces: "   ",
  "an ideographic space": "\u3000",
  "line breaks": "\r\n\u2028\u2029",
  "a zero-width space": "\u200b",
  "joiners and marks of direction": "\u200c\u200d\u2060\u200e\u200f\u061c",
  "a byte order mark": "\ufeff",
  "a soft hyphen": "\u00ad",
  "variation selectors": "\ufe0f\u{e0100}",
  "a grapheme joiner": "\u034f",
  "tags alone": "\u{e0067}\u{e0062}\u{e007f}",
  "Hangul fillers": "\u115f\u1160\u3164\uffa0",
  "Khmer inherent vowels": "\u17b4\u17b5",
  "a Braille blank": "\u2800",
  "a Mongolian separator": "\u180b\u180e",
  "a null notehead": "\u{1d159}",
  "shorthand controls": "\u{1bca0}",
  controls: "\u0000\u0007\u001b\u009f",
};

describe("a text of nothing but", () => {
  test.each(Object.entries(NOTHING))("%s shows nothing, and is not sent", (_, text) => {
    expect([showsSomething(text), lengthOf(` ${text}\n`), nameOr(text, "A customer")]).toEqual([
      false,
      0,
      "A customer",
    ]);
  });

  test("all of them together shows nothing either", () => {
    expect(showsSomething(Object.values(NOTHING).join(""))).toBe(false);
  });
});

test.each([
  "a",
  ".",
  "\u0301",
  "é",
  "字",
  "\u{1f3f4}\u{e0067}\u{e007f}",
  "⠁",
  "\ufffd",
  "한",
  "٣",
  "‮a",
])("%s shows something, whatever invisible stands around it", (text) => {
  expect(showsSomething(text)).toBe(true);
  expect(showsSomething(`\u200b${text}\u2800`)).toBe(true);
  expect(nameOr(text, "A customer")).toBe(text);
});
