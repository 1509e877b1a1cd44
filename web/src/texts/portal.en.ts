/** What the customer page says. */

import { shared } from "./shared.en";

interface Page {
  title: string;
  text: string;
}

export const portal = {
  ...shared,
  title: "Your booking",
  yourBooking: "Your booking",
  when: "Date and time",
  code: "Booking code",
  bookingStatus: "Status",

  empty: {
    title: "No messages yet",
    text: "Ask anything about your booking. Replies appear here.",
    off: "No messages were sent about this booking.",
  },
  cannotWrite: {
    ...shared.rejections,
    "messaging-disabled": "Messaging is off right now.",
  },
  stillReadable: "You can still read this conversation.",

  unreachable: {
    title: "No connection",
    text: "Your conversation can’t be reached right now. It opens automatically when the connection is back.",
  },
  portalOff: {
    title: "This page isn’t available right now",
    text: "Contact the place where you booked in another way, or come back later.",
  },
  signedOut: {
    title: "You have signed out",
    text: "To return, open the link in your booking confirmation email again.",
  },
  refused: {
    "link-expired": {
      title: "This link has expired",
      text: "Ask the place where you booked for a new one.",
    },
    "link-invalid": {
      title: "This link does not work",
      text: "It may be incomplete. Open it again from your booking confirmation email.",
    },
    "not-signed-in": {
      title: "Open the link from your email",
      text: "Your conversation opens with the link in your booking confirmation email.",
    },
    "not-found": {
      title: "This booking cannot be found",
      text: "Contact the place where you booked.",
    },
    "draft-booking": {
      title: "Your booking isn’t complete yet",
      text: "You can write here once it is. Then open the link in your email again.",
    },
  } as Readonly<Record<string, Page>>,
  refusedOtherwise: {
    title: "Something went wrong",
    text: "Open the link in your booking confirmation email again, or try later.",
  },

  leave: {
    action: "Sign out",
    title: "Sign out?",
    text: "Some of your messages haven’t been sent yet. Signing out removes them from this device.",
    stay: "Stay signed in",
    confirm: "Sign out",
    leaving: "Signing out…",
    failed: {
      title: "You are still signed in",
      text: "There is no connection, so this device can still open your conversation. You’ll be signed out when the connection is back.",
    },
  },
};

export type PortalTexts = typeof portal;
export default portal;
