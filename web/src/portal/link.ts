/** The token in the address: taken once, and away from the address bar at once. */

/** What is remembered with the page's place in the browser's history, so that it survives a reload. */
interface Remembered {
  /** Why the link that was opened here does not work. */
  readonly refused?: string;
}

const ADDRESS = "/c";

/** The token of the link that was opened; null when the page was reloaded or opened without one. */
export function takeToken(location: Location, history: History): string | null {
  const token = location.hash.slice(1);
  if (token === "") return null;
  history.replaceState(null, "", ADDRESS);
  return token;
}

/** A link that does not work still does not after a reload, whatever other link worked before. */
export function rememberRefusal(history: History, reason: string): void {
  history.replaceState({ refused: reason } satisfies Remembered, "", ADDRESS);
}

export function rememberedRefusal(history: History): string | null {
  return (history.state as Remembered | null)?.refused ?? null;
}
