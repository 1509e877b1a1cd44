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
    text: "Ask anything about your booking. The answer will appear here.",
    off: "Nothing has been written about this booking.",
  },
  messagingOff: {
    title: "Messages are switched off at the moment.",
    text: "You can still read this conversation.",
  },

  unreachable: {
    title: "No connection",
    text: "Your conversation cannot be reached at the moment. It opens by itself as soon as it can.",
  },
  portalOff: {
    title: "This page is not available at the moment",
    text: "Please get in touch with the place where you booked in another way, or come back later.",
  },
  signedOut: {
    title: "You have signed out",
    text: "To come back, open the link in your booking confirmation email again.",
  },
  refused: {
    "link-expired": {
      title: "This link has expired",
      text: "Ask the place where you booked to send you a new one.",
    },
    "link-invalid": {
      title: "This link does not work",
      text: "It may have been cut short or changed. Open it again from your booking confirmation email, exactly as it stands there.",
    },
    "not-signed-in": {
      title: "Open the link from your email",
      text: "Your conversation opens with the link in your booking confirmation email.",
    },
    "not-found": {
      title: "This booking cannot be found",
      text: "Please get in touch with the place where you booked.",
    },
    "draft-booking": {
      title: "Your booking is not complete yet",
      text: "You can write here as soon as it is. Then open the link in your email again.",
    },
  } as Readonly<Record<string, Page>>,
  refusedOtherwise: {
    title: "Something went wrong",
    text: "Open the link in your booking confirmation email again, or try it later.",
  },

  leave: {
    action: "Sign out",
    title: "Sign out?",
    text: "Some of your messages have not gone out yet. They are removed from this device when you sign out.",
    stay: "Stay",
    confirm: "Sign out",
    leaving: "Signing out…",
    failed: {
      title: "You are still signed in",
      text: "There is no connection, so this device can still open your conversation. You are signed out as soon as there is one.",
    },
  },
};

export type PortalTexts = typeof portal;
export default portal;
