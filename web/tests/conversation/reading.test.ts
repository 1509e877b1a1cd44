import { describe, expect, test } from "vitest";
import { CUSTOMER } from "../../src/client/gateway/contracts";
import { answered, arrived, opened, unreadAfter } from "../../src/conversation/model/reading";
import { message, messages } from "../support/thread";

describe("the divider", () => {
  test("stands where the reader stopped the last time", () => {
    expect(opened(2, messages(1, 4), CUSTOMER)).toEqual({ dividerAfter: 2, seen: 4 });
    expect(opened(4, messages(1, 4), CUSTOMER)).toEqual({ dividerAfter: null, seen: 4 });
  });

  test("does not count one's own messages", () => {
    const mine = [message(1), message(2, { senderType: CUSTOMER })];
    expect(opened(1, mine, CUSTOMER).dividerAfter).toBeNull();
  });

  test("does not move while the reader watches", () => {
    const reading = opened(4, messages(1, 4), CUSTOMER);
    expect(arrived(reading, messages(1, 5), CUSTOMER, true)).toEqual({
      dividerAfter: null,
      seen: 5,
    });
  });

  test("stands where the reader looked away, and stays there", () => {
    const away = arrived(opened(4, messages(1, 4), CUSTOMER), messages(1, 5), CUSTOMER, false);
    expect(away).toEqual({ dividerAfter: 4, seen: 4 });
    expect(arrived(away, messages(1, 6), CUSTOMER, false)).toBe(away);
    expect(arrived(away, messages(1, 6), CUSTOMER, true)).toEqual({ dividerAfter: 4, seen: 6 });
  });

  test("goes when the reader answers", () => {
    expect(answered({ dividerAfter: 4, seen: 6 })).toEqual({ dividerAfter: null, seen: 6 });
  });
});

test("what is new below is the other side's alone", () => {
  const said = [...messages(1, 3), message(4, { senderType: CUSTOMER }), message(5)];
  expect([unreadAfter(2, said, CUSTOMER), unreadAfter(5, said, CUSTOMER)]).toEqual([2, 0]);
});
