import { expect, test } from "vitest";
import { ProblemError, problemOf, retryAfterOf } from "../../src/client/gateway/problems";

const NOW = Date.UTC(2027, 2, 15);

test("a problem keeps its kind, its words and its fields", () => {
  const errors = [{ field: "text", message: "is too long" }];
  const body = { type: "/problems/invalid-input", title: "Not valid", detail: "text", errors };
  expect(problemOf(422, JSON.stringify(body), "3", NOW)).toEqual(
    new ProblemError(422, "invalid-input", "Not valid", "text", 3_000, errors),
  );
});

test.each(["<html>Bad gateway</html>", "", "null", "[]"])(
  "an answer that is no problem has a kind all the same: %s",
  (body) => {
    expect(problemOf(502, body, null, NOW)).toEqual(new ProblemError(502, "http-502", "", ""));
  },
);

test.each([
  [null, null],
  ["2", 2_000],
  [" 10 ", 10_000],
  ["Mon, 15 Mar 2027 00:00:05 GMT", 5_000],
  ["Sun, 14 Mar 2027 00:00:00 GMT", 0],
  ["soon", null],
])("Retry-After %s is %s ms", (header, wait) => {
  expect(retryAfterOf(header, NOW)).toBe(wait);
});

test.each([
  [503, true],
  [429, true],
  [408, true],
  [403, false],
  [422, false],
])("%s is transient: %s", (status, isTransient) => {
  expect(new ProblemError(status, "", "", "").isTransient).toBe(isTransient);
});
