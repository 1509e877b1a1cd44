import { expect, test } from "vitest";
import {
  discarded,
  formOf,
  isDirty,
  notSaved,
  overwriting,
  saving,
  withEdit,
  withSaved,
} from "../../src/dashboard/model/settings/edit-form";

const OFF = { portal: false, hours: { start: "22:00", end: "07:00" } };
const form = formOf({ value: OFF, version: 3 });
const edited = withEdit(form, { portal: true });

test("a form is dirty while it differs from what is saved", () => {
  expect(isDirty(form)).toBe(false);
  expect(isDirty(edited)).toBe(true);
  expect(isDirty(withEdit(edited, { portal: false }))).toBe(false);
  expect(isDirty(withEdit(form, { hours: { end: "07:00", start: "22:00" } }))).toBe(false);
  expect(isDirty(withEdit(form, { hours: { start: "22:00", end: "08:00" } }))).toBe(true);
});

test("without edits the form follows what others save", () => {
  const saved = { value: { ...OFF, portal: true }, version: 4 };

  expect(withSaved(form, saved)).toEqual(formOf(saved));
});

test("edits stay when somebody else saves, and the form says so", () => {
  const saved = { value: { ...OFF, hours: { start: "20:00", end: "07:00" } }, version: 4 };
  const now = withSaved(edited, saved);

  expect(now).toEqual({ ...edited, newer: saved });
  expect(discarded(now)).toEqual(formOf(saved));
  expect(overwriting(now)).toEqual({ ...edited, base: saved, newer: null });
});

test("what one has saved oneself ends the edits", () => {
  const saved = { value: edited.edited, version: 4 };

  expect(notSaved(withSaved(saving(edited), saved))).toEqual(formOf(saved));
});

test("a newer version with the same values asks nobody to decide", () => {
  const now = withSaved(edited, { value: OFF, version: 5 });

  expect([now.newer, now.base.version, isDirty(now)]).toEqual([null, 5, true]);
});

test("what comes late changes nothing", () => {
  expect(withSaved(edited, { value: OFF, version: 2 })).toBe(edited);
});

test("a failure to save keeps the edits", () => {
  expect(notSaved(saving(edited))).toEqual(edited);
});

test("without anything newer, insisting changes nothing and discarding undoes", () => {
  expect(overwriting(edited)).toBe(edited);
  expect(discarded(edited)).toEqual(form);
});
