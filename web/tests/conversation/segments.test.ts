import { describe, expect, test } from "vitest";
import { isEmojiOnly, segmentsOf } from "../../src/conversation/model/segments";

const links = (text: string) =>
  segmentsOf(text).flatMap((segment) => (segment.kind === "link" ? [segment.url] : []));

describe("links", () => {
  test.each([
    ["See https://example.com/a?b=1.", ["https://example.com/a?b=1"]],
    ["(https://example.com/a_(b))", ["https://example.com/a_(b)"]],
    ["HTTPS://EXAMPLE.COM", ["HTTPS://EXAMPLE.COM"]],
    ["https://例え.jp/道", ["https://例え.jp/道"]],
    ["詳しくはhttps://example.com/info。ご確認ください", ["https://example.com/info"]],
    ["（https://example.com/map）をご覧ください", ["https://example.com/map"]],
    ["「https://example.com/q」です", ["https://example.com/q"]],
    ["請看https://example.com/a，謝謝", ["https://example.com/a"]],
    [
      "请看https://example.com/a、https://example.com/b。",
      ["https://example.com/a", "https://example.com/b"],
    ],
    ["网址：https://example.com/c！", ["https://example.com/c"]],
    ["《https://example.com/c》", ["https://example.com/c"]],
    ["詳細:https://example.com/k", ["https://example.com/k"]],
    ["여기https://example.com/ko, 감사합니다", ["https://example.com/ko"]],
    ["ดูที่https://example.com/th ครับ", ["https://example.com/th"]],
    ["ເບິ່ງhttps://example.com/lo", ["https://example.com/lo"]],
    ["see https://example.com/x).", ["https://example.com/x"]],
    ["(https://example.com/y_(z))", ["https://example.com/y_(z)"]],
    ["https://example.com/q?a=1,2.", ["https://example.com/q?a=1,2"]],
    ["„https://example.com/d“", ["https://example.com/d"]],
    ["«https://example.com/e»", ["https://example.com/e"]],
    ["‘https://example.com/e’", ["https://example.com/e"]],
    ["https://example.com/f؟", ["https://example.com/f"]],
    ["انظر https://example.com/g، شكرا", ["https://example.com/g"]],
    ["देखिए https://example.com/h।", ["https://example.com/h"]],
    ["https://example.com/i…", ["https://example.com/i"]],
    ["🌅https://example.com/j", ["https://example.com/j"]],
    ["https://例え.jp/道、次", ["https://例え.jp/道"]],
    [
      "https://example.com/?to=https://example.org/",
      ["https://example.com/?to=https://example.org/"],
    ],
    ["xhttps://example.com/l", []],
  ])("%s", (text, urls) => {
    expect(links(text)).toEqual(urls);
  });

  test.each([
    "http://example.com",
    "www.example.com",
    "example.com",
    "ana@example.com",
    "mailto:ana@example.com",
    "//example.com",
    "ftp://example.com",
    "javascript:alert(1)",
    "javascript://https%0aalert(1)",
    "data:text/html,x",
    "https://bank.example@evil.example",
    "https://example.com/\u200bhidden",
    "https://moc.example\u202e/gro",
  ])("are not made of %s", (text) => {
    expect(links(text).filter((url) => !text.startsWith(url))).toEqual([]);
    expect(links(text).some((url) => /evil|^(?!https:)/.test(url))).toBe(false);
  });
});

test("nothing of a text is lost between its links", () => {
  const text = "請看https://example.com/a，（https://example.com/b）和：https://例え.jp/道。謝謝";
  expect(
    segmentsOf(text)
      .map((segment) => segment.text)
      .join(""),
  ).toBe(text);
});

test("what stands between two links is one text", () => {
  expect(
    segmentsOf("甲https://example.com/a、乙。丙https://example.com/b").map(({ text }) => text),
  ).toEqual(["甲", "https://example.com/a", "、乙。丙", "https://example.com/b"]);
});

describe("text", () => {
  test.each([
    "<script>alert(1)</script>",
    "a\nb\tc",
    "مرحبا \u200f!",
    "👨‍👩‍👧",
    "\u2067isolated\u2069",
  ])("stays as it is: %s", (text) => {
    expect(segmentsOf(text)).toEqual([{ kind: "text", text }]);
  });

  test("control characters and overrides are shown and do not act", () => {
    expect(segmentsOf("a\x07b\u202ec\x9dd\x7fe\u2028f")).toEqual([
      { kind: "text", text: "a" },
      { kind: "control", text: "\u2407", code: "U+0007" },
      { kind: "text", text: "b" },
      { kind: "control", text: "U+202E", code: "U+202E" },
      { kind: "text", text: "c" },
      { kind: "control", text: "U+009D", code: "U+009D" },
      { kind: "text", text: "d" },
      { kind: "control", text: "\u2421", code: "U+007F" },
      { kind: "text", text: "e" },
      { kind: "control", text: "U+2028", code: "U+2028" },
      { kind: "text", text: "f" },
    ]);
  });

  test("nothing of it is lost", () => {
    const text = `${"🌅".repeat(2000)}\r\nhttps://example.com/x \x01 end`;
    expect(
      segmentsOf(text)
        .map(({ text: piece }) => piece)
        .join(""),
    ).toBe(text.replace("\r\n", "\n").replace("\x01", "\u2401"));
  });
});

test.each([
  ["🌅", true],
  ["👨‍👩‍👧", true],
  ["👍🏽❤️😊", true],
  ["😊😊😊😊", false],
  ["😊 hi", false],
  ["7", false],
  ["", false],
])("%s is shown large: %s", (text, large) => {
  expect(isEmojiOnly(text)).toBe(large);
});
