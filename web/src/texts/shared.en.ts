/** What both pages say. */

import { numberText } from "../locale/intl";

/** Why a message was not delivered. */
const rejections = {
  "messaging-disabled": "Messaging was turned off.",
  "portal-disabled": "Messaging was turned off.",
  "draft-booking": "The booking is still a draft.",
  "unknown-booking": "The booking no longer exists.",
  "wrong-location": "The booking has moved to another location.",
  "unknown-thread": "The conversation no longer exists.",
  "forged-sender": "You cannot write in this conversation.",
  "id-reused": "Another message was sent under the same id.",
};

export const shared = {
  you: "You",
  loading: "Loading…",
  retry: "Retry",
  copy: "Copy",
  copied: "Copied",
  discard: "Discard",
  tryAgain: "Try again",
  someCustomer: "A customer",
  support: "Support",
  cannotShow: {
    message: "This message can’t be shown on this device.",
    part: "This part of the page can’t be shown on this device.",
  },

  conversation: "Conversation",
  messages: "Messages",
  unreadFromHere: "New",
  newBelow: (count: number) => `${count} new`,
  toNewest: "Jump to latest message",
  loadingOlder: "Loading earlier messages…",
  olderFailed: "Couldn’t load earlier messages.",
  said: (name: string, time: string) => `${name}, ${time}:`,
  announced: (name: string, text: string) => `${name}: ${text}`,
  announcedMany: (count: number) => `${count} new messages`,

  write: "Write a message",
  send: "Send",
  characters: (count: string, most: string) => `${count} / ${most}`,
  tooLong: (excess: number) =>
    excess === 1 ? "1 character too many" : `${numberText(excess, "en")} characters too many`,

  state: {
    sending: "Sending…",
    accepted: "Accepted",
    stored: "Sent",
    seen: "Seen",
    waiting: "Not sent yet. It is sent automatically when the connection is back.",
    failed: "Not sent.",
    rejected: "Not delivered.",
  },
  rejections,
  /** By the gateway's problem; there may be problems that are not here. */
  why: {
    ...rejections,
    "not-signed-in": "You are no longer signed in.",
    "too-large": "The message is too large.",
    "invalid-input": "The message contains characters that can’t be sent.",
  } as Readonly<Record<string, string>>,

  status: {
    draft: "Draft",
    pending: "Pending",
    confirmed: "Confirmed",
    canceled: "Canceled",
    complete: "Completed",
  } as Readonly<Record<string, string>>,
  withdrawn: "Removed",

  lost: "Connection lost. Reconnecting…",
  offline: "You are offline. Your messages are saved and sent when you are back online.",
  controlCharacter: (code: string) => `Control character ${code}`,
};

export type SharedTexts = typeof shared;
