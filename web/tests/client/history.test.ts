import { describe, expect, test } from "vitest";
import {
  gapAfter,
  NOTHING_YET,
  reachesBack,
  withLater,
  withNewest,
  withOlder,
} from "../../src/client/messaging/history";
import { message, messages } from "../support/thread";

const loaded = withNewest(NOTHING_YET, messages(11, 13));
const seqs = (of: readonly { seq: number }[]) => of.map(({ seq }) => seq);

describe("messages are shown in order and without gaps", () => {
  test("the next one joins", () => {
    expect(seqs(withLater(loaded, [message(14)]).messages)).toEqual([11, 12, 13, 14]);
  });

  test("one past a gap is held until the gap is filled", () => {
    const gapped = withLater(loaded, [message(16)]);
    expect([seqs(gapped.messages), seqs(gapped.held), gapAfter(gapped)]).toEqual([
      [11, 12, 13],
      [16],
      13,
    ]);

    const filled = withLater(gapped, messages(14, 15));
    expect([seqs(filled.messages), filled.held, gapAfter(filled)]).toEqual([
      [11, 12, 13, 14, 15, 16],
      [],
      null,
    ]);
  });

  test("a repeated one changes nothing", () => {
    expect(withLater(loaded, [message(12)])).toBe(loaded);
  });

  test("what arrives before the newest were fetched is held", () => {
    const early = withLater(NOTHING_YET, [message(14)]);
    expect([seqs(early.messages), gapAfter(early)]).toEqual([[], null]);
    expect(seqs(withNewest(early, messages(11, 13)).messages)).toEqual([11, 12, 13, 14]);
  });

  test("after an outage the newest may lie past a gap", () => {
    const back = withNewest(loaded, messages(70, 119));
    expect([seqs(back.messages), gapAfter(back), back.held.length]).toEqual([[11, 12, 13], 13, 50]);
  });

  test("the first message of an empty thread joins", () => {
    expect(seqs(withLater(withNewest(NOTHING_YET, []), [message(1)]).messages)).toEqual([1]);
  });
});

describe("older messages", () => {
  test("go before what is there", () => {
    const older = withOlder(loaded, messages(1, 10));
    expect([older.messages.length, reachesBack(loaded), reachesBack(older)]).toEqual([
      13,
      false,
      true,
    ]);
  });

  test("are left when they do not fit on", () => {
    expect(withOlder(loaded, messages(1, 9))).toBe(loaded);
  });
});
