import { expect, test } from "vitest";
import { tabIcon, tabTitle } from "../../src/dashboard/app/tab";
import { badgeText } from "../../src/dashboard/kit/format/badge-text";

test("the title begins with the number of unread threads", () => {
  const title = (threads: number, capped: boolean, locale = "en") =>
    tabTitle("Customer Portal", { threads, capped }, locale);

  expect(title(3, false)).toBe("(3) Customer Portal");
  expect(title(99, true)).toBe("(99+) Customer Portal");
  expect(title(3, false, "ar-EG")).toBe("(٣) Customer Portal");
  expect(title(0, false)).toBe("Customer Portal");
  expect(tabTitle("Customer Portal", null, "en")).toBe("Customer Portal");
});

test("a badge shows no more than nine", () => {
  expect([1, 9, 10, 250].map((count) => badgeText(count, "en"))).toEqual(["1", "9", "9+", "9+"]);
});

test("the icon carries the number", () => {
  const icon = "<svg><path/></svg>";
  const drawn = (threads: number) =>
    decodeURIComponent(
      tabIcon(icon, { threads, capped: false }).replace("data:image/svg+xml,", ""),
    );

  expect(drawn(4)).toMatch(/^<svg><path\/><circle.*>4<\/text><\/svg>$/s);
  expect(drawn(12)).toMatch(/>9\+<\/text><\/svg>$/);
});
