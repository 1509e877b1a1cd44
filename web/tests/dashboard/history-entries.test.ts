import { expect, test } from "vitest";
import type { AlertChange, SwitchesChange } from "../../src/dashboard/model/gateway/contracts";
import {
  flipped,
  historyEntries,
} from "../../src/dashboard/pages/settings/history/history-entries";
import { at } from "../support/threads";

const ANA = { operatorId: "ana", name: "Ana", email: null };

function switched(version: number, minute: number): SwitchesChange {
  const from = { portalEnabled: false, supportMessaging: false };
  return {
    version,
    changedAt: at(minute),
    changedBy: ANA,
    from,
    to: { ...from, portalEnabled: true },
  };
}

function alerted(id: string, minute: number): AlertChange {
  return {
    id,
    what: "policy-changed",
    destinationId: null,
    destinationName: null,
    changedAt: at(minute),
    changedBy: ANA,
    before: {},
    after: {},
  };
}

const keys = (lines: ReturnType<typeof historyEntries>) => lines.map(({ key }) => key);

test("both histories stand together, newest first", () => {
  const lines = historyEntries(
    [switched(2, 30), switched(1, 10)],
    false,
    [alerted("a", 20)],
    false,
  );

  expect(keys(lines)).toEqual(["switches 2", "a", "switches 1"]);
});

test("what something that is not here yet may come before is held back", () => {
  const switches = [switched(9, 90), switched(8, 50)];
  const alerts = [alerted("b", 70), alerted("a", 20)];

  expect(keys(historyEntries(switches, true, alerts, false))).toEqual([
    "switches 9",
    "b",
    "switches 8",
  ]);
  expect(keys(historyEntries(switches, false, alerts, true))).toEqual([
    "switches 9",
    "b",
    "switches 8",
    "a",
  ]);
});

test("a change tells which switches it flipped", () => {
  const { from } = switched(1, 0);

  expect(flipped(switched(1, 0))).toEqual([{ name: "portalEnabled", on: true }]);
  expect(flipped({ ...switched(1, 0), to: from })).toEqual([]);
});
