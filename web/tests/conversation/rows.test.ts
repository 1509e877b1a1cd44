import { describe, expect, test } from "vitest";
import { CUSTOMER, type Message } from "../../src/client/gateway/contracts";
import type { Outgoing } from "../../src/client/messaging/outbox";
import { type RowsInput, rowsOf } from "../../src/conversation/model/rows";
import { message, messages } from "../support/thread";

const own = (seq: number, more: Partial<Message> = {}) =>
  message(seq, { senderType: CUSTOMER, senderName: "Zoë", ...more });

function rows(of: readonly Message[], more: Partial<RowsInput> = {}) {
  return rowsOf({
    side: CUSTOMER,
    ownName: null,
    messages: of,
    outbox: [],
    marks: { own: 0, other: 0 },
    dividerAfter: null,
    now: Date.UTC(2027, 2, 15, 12),
    display: { locale: "en-US", timeZone: "Europe/Lisbon" },
    ...more,
  });
}

const waiting: Outgoing = {
  clientMessageId: "out",
  text: "Coming",
  writtenAt: Date.UTC(2027, 2, 15, 12),
  order: 1,
  fate: { state: "sending" },
};

test("each day has a heading of its own", () => {
  const days = [message(1, { sentAt: "2027-03-14T09:00:00Z" }), message(2), message(3)];
  expect(rows(days).map(({ kind, key }) => [kind, key])).toEqual([
    ["day", "day 2027-03-14"],
    ["message", "client-1"],
    ["day", "day 2027-03-15"],
    ["message", "client-2"],
    ["message", "client-3"],
  ]);
});

describe("messages stand together", () => {
  const groups = (of: readonly Message[], more: Partial<RowsInput> = {}) =>
    rows(of, more).flatMap((row) =>
      row.kind === "message" || row.kind === "outgoing" ? [[row.startsGroup, row.endsGroup]] : [],
    );

  test("when one sender wrote them within minutes", () => {
    expect(groups(messages(1, 3))).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  test("but not with another sender's, nor after a while", () => {
    const ben = message(2, { senderName: "Ben Ray" });
    expect(groups([message(1), ben])).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(groups([message(1), message(9)])).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  test("and one on its way with the own ones before it", () => {
    const before = own(1, { sentAt: "2027-03-15T11:59:00Z" });
    expect(groups([before], { outbox: [waiting] })).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

describe("the unread divider", () => {
  const kinds = (of: readonly Message[], dividerAfter: number) =>
    rows(of, { dividerAfter }).map(({ kind }) => kind);

  test("stands before the first unread message", () => {
    expect(kinds(messages(1, 3), 2)).toEqual(["day", "message", "message", "unread", "message"]);
    expect(kinds(messages(1, 2), 0)).toEqual(["day", "unread", "message", "message"]);
  });

  test("waits while there may be unread ones that are not loaded", () => {
    expect(kinds(messages(11, 12), 10)).toEqual(["day", "message", "message"]);
  });
});

describe("own messages", () => {
  const states = (of: readonly Message[], more: Partial<RowsInput>) =>
    rows(of, more).flatMap((row) => (row.kind === "message" ? [[row.state, row.saysState]] : []));

  test("say Seen under the last one that was read, and Sent under the last", () => {
    expect(states([own(1), own(2), own(3)], { marks: { own: 3, other: 2 } })).toEqual([
      ["seen", false],
      ["seen", true],
      ["stored", true],
    ]);
  });

  test("say so no more while another is on its way", () => {
    expect(states([own(1)], { outbox: [waiting] })).toEqual([["stored", false]]);
  });

  test("the other side's have no state", () => {
    expect(states([message(1)], {})).toEqual([[null, false]]);
  });
});

describe("days", () => {
  const MIDNIGHT = Date.UTC(2027, 2, 16);
  const DAY = 86_400_000;
  const UTC = { locale: "en-US", timeZone: "UTC" };
  const at = (moment: number) => ({ sentAt: new Date(moment).toISOString() });
  const headings = (of: readonly Message[], more: Partial<RowsInput>) =>
    rows(of, { display: UTC, ...more }).flatMap((row) => (row.kind === "day" ? [row.label] : []));

  test.each([
    ["slow", -DAY],
    ["fast", DAY],
  ])("do not go by a %s device's clock", (_, off) => {
    const now = MIDNIGHT - 60_000;
    const kept = { ...waiting, writtenAt: now + off };
    expect(headings([message(1, at(now - 1_000))], { now, outbox: [kept] })).toEqual(["Today"]);
  });

  test("change under what waits when midnight passes", () => {
    const stored = [message(1, at(MIDNIGHT - 60_000))];
    const before = { ...waiting, writtenAt: MIDNIGHT - 10_000 };
    const after = { ...waiting, clientMessageId: "later", writtenAt: MIDNIGHT + 10_000 };
    const outbox = [before, after];
    const now = MIDNIGHT + 20_000;
    expect(headings(stored, { now, outbox })).toEqual(["Yesterday", "Today"]);
    expect(headings(stored, { now: MIDNIGHT - 5_000, outbox: [before] })).toEqual(["Today"]);
  });

  test("are strictly ascending and keys unique, whatever clocks say", () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let round = 0; round < 300; round++) {
      const some = () => MIDNIGHT + Math.floor((random() - 0.5) * 6 * DAY);
      const stored = Array.from({ length: 6 }, (_, i) => message(i + 1, at(some())));
      if (round % 10 === 0) stored[3] = message(4, { sentAt: "not a moment" });
      const outbox = Array.from({ length: 4 }, (_, i) => ({
        ...waiting,
        clientMessageId: `out-${i}`,
        writtenAt: some(),
      }));
      const all = rows(stored, { display: UTC, now: MIDNIGHT, outbox });
      const keys = all.map(({ key }) => key);
      const days = keys.filter((key) => key.startsWith("day "));
      expect(new Set(keys).size).toBe(keys.length);
      expect(days).toEqual(days.toSorted());
      expect(all.filter(({ kind }) => kind !== "day")).toHaveLength(10);
    }
  });
});
