/** Threads as tests need them. */

import type { Booking, LiveEvent, MessagePosted, Thread } from "../../src/client/gateway/contracts";

/** The moment `minute` minutes after noon. */
export function at(minute: number): string {
  return new Date(Date.UTC(2026, 2, 15, 12, 0) + minute * 60_000).toISOString();
}

export const BOOKING: Booking = {
  bookingId: "booking-1",
  locationId: "lisbon",
  confirmationCode: "LIS1001-AF31C0",
  status: "confirmed",
  activityName: "Sunset sail",
  startTime: at(2880),
  endTime: at(3000),
  timeZone: "Europe/Lisbon",
  customer: { customerId: "customer-1", name: "Olivia Bennett", email: "olivia@example.com" },
};

/** A thread whose one message came `minute` minutes after noon, and was not read. */
export function aThread(threadId: string, minute: number, more: Partial<Thread> = {}): Thread {
  return {
    threadId,
    bookingId: `booking of ${threadId}`,
    locationId: "lisbon",
    openedAt: at(minute),
    lastSeq: 1,
    lastMessageAt: at(minute),
    preview: "Hello",
    unread: 1,
    operatorReadAt: null,
    operatorReadSeq: 0,
    customerReadAt: at(0),
    customerReadSeq: 1,
    booking: { ...BOOKING, bookingId: `booking of ${threadId}` },
    canReply: true,
    cannotReplyReason: null,
    ...more,
  };
}

export function aMessage(
  threadId: string,
  minute: number,
  more: Partial<MessagePosted> = {},
): LiveEvent {
  const data: MessagePosted = {
    bookingId: `booking of ${threadId}`,
    threadId,
    locationId: "lisbon",
    messageId: `message ${minute}`,
    clientMessageId: `client message ${minute}`,
    seq: 2,
    senderType: 0,
    senderName: "Olivia Bennett",
    text: "And now?",
    sentAt: at(minute),
    customerName: "Olivia Bennett",
    confirmationCode: "LIS1001-AF31C0",
    ...more,
  };
  return { type: "MessagePosted", data };
}

/** The platform changes the booking of a thread. */
export function aBookingChange(threadId: string, more: Partial<Booking>): LiveEvent {
  return {
    type: "BookingChanged",
    data: { ...BOOKING, bookingId: `booking of ${threadId}`, ...more },
  };
}

/** The platform deletes the booking of a thread, or moves it elsewhere. */
export function aWithdrawal(threadId: string): LiveEvent {
  const bookingId = `booking of ${threadId}`;
  return { type: "BookingWithdrawn", data: { bookingId, locationId: "lisbon" } };
}

export function anOperatorsRead(
  threadId: string,
  minute: number,
  readSeq: number,
  unread = 0,
): LiveEvent {
  return {
    type: "ThreadRead",
    data: {
      bookingId: "",
      threadId,
      locationId: "lisbon",
      side: 1,
      readSeq,
      readAt: at(minute),
      unread,
    },
  };
}

export function aCustomersRead(threadId: string, minute: number, readSeq: number): LiveEvent {
  return {
    type: "ThreadRead",
    data: {
      bookingId: "",
      threadId,
      locationId: "lisbon",
      side: 0,
      readSeq,
      readAt: at(minute),
      unread: 0,
    },
  };
}

export function aMarkingUnread(threadId: string, minute: number, readSeq: number): LiveEvent {
  return {
    type: "ThreadMarkedUnread",
    data: {
      bookingId: "",
      threadId,
      locationId: "lisbon",
      readSeq,
      unread: 1,
      markedAt: at(minute),
    },
  };
}
