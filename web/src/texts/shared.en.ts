/** What both pages say. */

/** Why a message was not delivered. */
const rejections = {
  "messaging-disabled": "Messaging was switched off.",
  "portal-disabled": "Messaging was switched off.",
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

  conversation: "Conversation",
  messages: "Messages",
  unreadFromHere: "New",
  newBelow: (count: number) => `${count} new`,
  toNewest: "Go to the newest message",
  loadingOlder: "Loading earlier messages…",
  olderFailed: "Earlier messages could not be loaded.",
  said: (name: string, time: string) => `${name}, ${time}:`,
  announced: (name: string, text: string) => `${name}: ${text}`,
  announcedMany: (count: number) => `${count} new messages`,

  write: "Write a message",
  send: "Send",
  characters: (count: string, most: string) => `${count} / ${most}`,
  tooLong: (excess: number) =>
    excess === 1 ? "1 character too many" : `${excess.toLocaleString("en")} characters too many`,

  state: {
    sending: "Sending…",
    accepted: "Accepted",
    stored: "Sent",
    seen: "Seen",
    waiting: "Not sent yet. It goes out as soon as there is a connection.",
    failed: "Not sent.",
    rejected: "Not delivered.",
  },
  rejections,
  /** By the gateway's problem; there may be problems that are not here. */
  why: {
    ...rejections,
    "not-signed-in": "You are not signed in any more.",
    "too-large": "The message is too large.",
    "invalid-input": "The message contains something that cannot be sent.",
  } as Readonly<Record<string, string>>,

  status: {
    draft: "Draft",
    pending: "Pending",
    confirmed: "Confirmed",
    canceled: "Canceled",
    complete: "Completed",
  },

  lost: "Connection lost. Getting it back…",
  offline: "You are offline. What you write is kept and goes out when you are back.",
  controlCharacter: (code: string) => `Control character ${code}`,
};

export type SharedTexts = typeof shared;
