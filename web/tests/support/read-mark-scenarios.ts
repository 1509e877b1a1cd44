/** The scenarios of read marks that every reducer runs, whatever language it is in. */

import file from "../../../tests/scenarios/read-marks.json";
import type { LiveEvent, Thread } from "../../src/client/gateway/contracts";
import { aThread, at } from "./threads";

interface Mark {
  readonly seq: number;
  readonly at: string | null;
}

interface Expected {
  readonly lastSeq: number;
  readonly operatorRead: Mark;
  readonly customerRead: Mark;
  readonly operatorUnread: number;
  readonly seenByOperators: number;
}

export interface Scenario {
  readonly name: string;
  /** As the page receives them: some come again, and some late. */
  readonly delivered: readonly LiveEvent[];
  readonly expected: Expected;
}

const NAMES = { bookingId: "booking of one", threadId: "one", locationId: "lisbon" };

export const SCENARIOS: readonly Scenario[] = file.scenarios.map((scenario) => {
  const events = scenario.events.map(
    ({ type, data }) => ({ type, data: { ...NAMES, text: "Hello", ...data } }) as LiveEvent,
  );
  const order = "delivered" in scenario ? (scenario.delivered ?? []) : events.map((_, i) => i);
  const delivered = order.map((i) => events[i]).filter((event) => event !== undefined);
  return { name: scenario.name, delivered, expected: scenario.expected };
});

/** The thread as it was opened, before all events. */
export const OPENED: Thread = aThread("one", 0, {
  lastSeq: 0,
  lastMessageAt: null,
  preview: null,
  unread: 0,
  customerReadAt: null,
  customerReadSeq: 0,
});

/** The thread as a fetch after all events shows it to staff. */
export function fetchedAfter({ expected, delivered }: Scenario): Thread {
  const last = delivered
    .filter((event) => event.type === "MessagePosted")
    .find((event) => event.data.seq === expected.lastSeq);
  return {
    ...OPENED,
    lastSeq: expected.lastSeq,
    lastMessageAt: last?.data.sentAt ?? at(0),
    preview: "Hello",
    unread: expected.operatorUnread,
    operatorReadSeq: expected.operatorRead.seq,
    operatorReadAt: expected.operatorRead.at,
    customerReadSeq: expected.customerRead.seq,
    customerReadAt: expected.customerRead.at,
  };
}
