import { expect, test } from "vitest";
import file from "../../../tests/scenarios/visible-text.json";
import { lengthOf } from "../../src/client/messaging/text";
import { nameOr, showsSomething } from "../../src/locale/visible";

const NOTHING = file.rows.filter((row) => !row.showsSomething).map(({ text }) => text);

test.each(file.rows)("$name", ({ text, showsSomething: shows }) => {
  expect(showsSomething(text)).toBe(shows);
  expect(lengthOf(` ${text}\n`) > 0).toBe(shows);
  expect(nameOr(text, "A customer")).toBe(shows ? text : "A customer");
});

test("nothing and nothing is nothing, and hides nothing that shows", () => {
  const nothing = NOTHING.join("");
  expect(showsSomething(nothing)).toBe(false);
  for (const { text } of file.rows.filter((row) => row.showsSomething)) {
    expect(showsSomething(nothing + text + nothing), text).toBe(true);
  }
});

test("a name that is missing is replaced", () => {
  expect([nameOr(null, "A customer"), nameOr(undefined, "A customer")]).toEqual([
    "A customer",
    "A customer",
  ]);
});
