import { expect, test } from "vitest";
import { afterEvent, merged, previewOf } from "../../src/dashboard/model/thread/thread-reducer";
import {
  aBookingChange,
  aCustomersRead,
  aMarkingUnread,
  aMessage,
  anOperatorsRead,
  aThread,
  at,
  aWithdrawal,
} from "../support/threads";

const thread = aThread("one", 0);

test("a customer's message is one more unread, and the thread's last", () => {
  expect(afterEvent(thread, aMessage("one", 5))).toEqual({
    thread: {
      ...thread,
      lastSeq: 2,
      lastMessageAt: at(5),
      preview: "And now?",
      unread: 2,
      customerReadSeq: 2,
      customerReadAt: at(5),
    },
    needsFetch: false,
  });
});

test("an operator's message reads everything before it", () => {
  const answer = aMessage("one", 5, { senderType: 1, senderName: "Ana", text: "Yes" });

  expect(afterEvent(thread, answer).thread).toEqual({
    ...thread,
    lastSeq: 2,
    lastMessageAt: at(5),
    preview: "Yes",
    unread: 0,
    operatorReadSeq: 2,
    operatorReadAt: at(5),
  });
});

test("an event that comes again changes nothing", () => {
  const events = [
    aMessage("one", 5),
    anOperatorsRead("one", 6, 2),
    aCustomersRead("one", 7, 2),
    aMarkingUnread("one", 8, 1),
  ];
  const once = events.reduce((known, event) => afterEvent(known, event).thread, thread);

  expect(afterEvent(once, aMessage("one", 5)).thread).toBe(once);
  expect(afterEvent(once, aCustomersRead("one", 7, 2)).thread).toBe(once);
  expect(afterEvent(once, aMarkingUnread("one", 8, 1)).thread).toBe(once);
});

test("after a message that was missed the thread is doubtful", () => {
  expect(afterEvent(thread, aMessage("one", 5, { seq: 3 })).needsFetch).toBe(true);
});

test("the team's mark says how much is unread, forwards and back", () => {
  const read = afterEvent(thread, anOperatorsRead("one", 6, 1)).thread;
  const unread = afterEvent(read, aMarkingUnread("one", 7, 0)).thread;

  expect([read.unread, read.operatorReadSeq]).toEqual([0, 1]);
  expect([unread.unread, unread.operatorReadSeq]).toEqual([1, 0]);
});

test("a reading from before the marking as unread does not undo it, but is looked into", () => {
  const marked = aThread("one", 0, { operatorReadAt: at(8), operatorReadSeq: 0 });

  expect(afterEvent(marked, anOperatorsRead("one", 6, 1))).toEqual({
    thread: marked,
    needsFetch: true,
  });
});

test("a marking as unread from before the last reading is passed over", () => {
  const read = aThread("one", 0, { operatorReadAt: at(8), operatorReadSeq: 1, unread: 0 });

  expect(afterEvent(read, aMarkingUnread("one", 7, 0)).thread).toBe(read);
});

test("a fresher answer replaces what is known", () => {
  const fetched = aThread("one", 5, { lastSeq: 2, operatorReadAt: at(6), operatorReadSeq: 2 });

  expect(merged(thread, fetched)).toEqual({ thread: fetched, needsFetch: false });
});

test("an older answer brings the booking alone", () => {
  const known = aThread("one", 5, {
    lastSeq: 2,
    operatorReadAt: at(6),
    operatorReadSeq: 2,
    unread: 0,
  });
  const booking = { ...thread.booking, status: "canceled" as const };

  expect(merged(known, { ...thread, booking })).toEqual({
    thread: { ...known, booking, bookingId: thread.bookingId },
    needsFetch: false,
  });
});

test("where both know something that the other does not, it is doubtful", () => {
  const known = aThread("one", 0, { operatorReadAt: at(9), operatorReadSeq: 2, unread: 0 });
  const fetched = aThread("one", 5, { lastSeq: 2, unread: 2 });

  expect(merged(known, fetched).needsFetch).toBe(true);
});

test("the customer's mark never goes back", () => {
  const known = aThread("one", 0, { customerReadSeq: 4, customerReadAt: at(4) });
  const fetched = aThread("one", 3, { lastSeq: 5, customerReadSeq: 3, customerReadAt: at(3) });

  const { thread: now } = merged(known, fetched);

  expect([now.customerReadSeq, now.customerReadAt]).toEqual([4, at(4)]);
});

test("a preview is 80 characters as the server counts them", () => {
  expect(previewOf("🌅".repeat(90))).toBe("🌅".repeat(80));
  expect(previewOf("short")).toBe("short");
});

test("a booking that changes shows in its thread at once, and is asked about; others stay", () => {
  const thread = aThread("one", 1);
  const change = aBookingChange("one", { status: "canceled", startTime: at(99) });

  const { thread: now, needsFetch } = afterEvent(thread, change);

  expect([now.booking.status, now.booking.startTime, needsFetch]).toEqual([
    "canceled",
    at(99),
    true,
  ]);
  expect(afterEvent(now, change)).toEqual({ thread: now, needsFetch: false });
  const other = aThread("other", 1);
  expect(afterEvent(other, change).thread).toBe(other);
  expect(afterEvent(thread, aWithdrawal("one"))).toEqual({ thread, needsFetch: true });
  expect(afterEvent(other, aWithdrawal("one"))).toEqual({ thread: other, needsFetch: false });
});
