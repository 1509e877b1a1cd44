/** A page that was out of sight for this long may have lost its line without noticing. */
const SLEPT_MS = 20_000;

/** What has a live connection. */
export interface Wakeful {
  /** The network is back, or the page has slept: whatever waits is tried now. */
  wake(): void;
  /** The network is gone. */
  sleep(): void;
}

/** Tells whoever has the line when the network comes and goes, and when the page was asleep. */
export function followNetwork(
  window: Window,
  document: Document,
  wakeful: () => Wakeful | null,
): void {
  let hiddenSince = Date.now();
  window.addEventListener("online", () => wakeful()?.wake());
  window.addEventListener("offline", () => wakeful()?.sleep());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenSince = Date.now();
    else if (Date.now() - hiddenSince > SLEPT_MS) wakeful()?.wake();
  });
}
