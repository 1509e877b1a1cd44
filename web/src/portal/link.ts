/** The token in the address: taken once, and away from the address bar at once. */

/** What is remembered with the page's place in the browser's history, so that it survives a reload. */
export interface Remembered {
  /** Why the link that was opened here does not work. */
  readonly refused?: string;
  /** Whose conversation is open here: other tabs may have other bookings. */
  readonly bookingId?: string;
}

const ADDRESS = "/c";

/** The token of the link that was opened; null when the page was reloaded or opened without one. */
export function takeToken(location: Location, history: History): string | null {
  const token = location.hash.slice(1);
  if (token === "") return null;
  history.replaceState(null, "", ADDRESS);
  return token;
}

/**
 * A link that does not work still does not after a reload, whatever other link worked before; one
 * that does opens the same booking, whatever other tabs have open.
 */
export function remember(history: History, remembered: Remembered): void {
  history.replaceState(remembered, "", ADDRESS);
}

export function remembered(history: History): Remembered {
  return (history.state as Remembered | null) ?? {};
}
