import { expect, test } from "vitest";
import {
  type Circumstances,
  commandOf,
  type KeyPress,
} from "../../src/dashboard/model/navigation/keys";

const READING: Circumstances = { typing: false, dialog: false, letters: true };
const TYPING: Circumstances = { ...READING, typing: true };

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "";
  const plain = { altKey: false, ctrlKey: false, metaKey: false, isComposing: false, keyCode: 0 };
  return { key, code, ...plain, ...more };
}

const MEANINGS: [string, string][] = [
  ["j", "next-thread"],
  ["k", "previous-thread"],
  ["/", "search"],
  ["e", "mark-read"],
  ["u", "mark-unread"],
  ["Escape", "back"],
  ["?", "help"],
];

test.each(MEANINGS)("%s means %s", (key, command) => {
  expect(commandOf(press(key), READING)).toBe(command);
});

test("whoever types, types", () => {
  const commands = MEANINGS.map(([key]) => commandOf(press(key), TYPING));

  expect(commands).toEqual([null, null, null, null, null, "back", null]);
});

test("with Alt the threads change while typing too, also where Alt makes signs of letters", () => {
  expect(commandOf(press("j", { altKey: true }), TYPING)).toBe("next-thread");
  expect(commandOf(press("K", { altKey: true }), TYPING)).toBe("previous-thread");
  expect(commandOf(press("∆", { code: "KeyJ", altKey: true }), TYPING)).toBe("next-thread");
  expect(commandOf(press("e", { altKey: true }), READING)).toBe(null);
});

test("other scripts' letters count by their place on the board", () => {
  expect(commandOf(press("о", { code: "KeyJ" }), READING)).toBe("next-thread");
  expect(commandOf(press("ت", { code: "KeyJ" }), READING)).toBe("next-thread");
});

test("a Latin letter counts by itself, wherever it stands on the board", () => {
  expect(commandOf(press("c", { code: "KeyJ" }), READING)).toBe(null);
  expect(commandOf(press("j", { code: "KeyC" }), READING)).toBe("next-thread");
});

test("an input method keeps its keys", () => {
  expect(commandOf(press("j", { isComposing: true }), READING)).toBe(null);
  expect(commandOf(press("j", { keyCode: 229 }), READING)).toBe(null);
  expect(commandOf(press("Escape", { isComposing: true }), TYPING)).toBe(null);
});

test("the browser and the system keep theirs", () => {
  expect(commandOf(press("u", { ctrlKey: true }), READING)).toBe(null);
  expect(commandOf(press("k", { metaKey: true }), READING)).toBe(null);
  expect(commandOf(press("j", { ctrlKey: true, altKey: true }), READING)).toBe(null);
});

test("a dialog keeps all keys", () => {
  const keys = ["j", "Escape", "?"];

  expect(keys.map((key) => commandOf(press(key), { ...READING, dialog: true }))).toEqual([
    null,
    null,
    null,
  ]);
});

test("single letters can be switched off", () => {
  const quiet = { ...READING, letters: false };

  expect(["j", "/", "?"].map((key) => commandOf(press(key), quiet))).toEqual([null, null, null]);
  expect(commandOf(press("j", { altKey: true }), quiet)).toBe("next-thread");
  expect(commandOf(press("Escape"), quiet)).toBe("back");
});

test("a capital letter is another key", () => {
  expect(commandOf(press("J"), READING)).toBe(null);
});
