import type { Visit } from "./visit";

/** A page that was out of sight for this long may have lost its line without noticing. */
const SLEPT_MS = 20_000;

/** Tells the visit when the network comes and goes, and when the page was asleep. */
export function followNetwork(window: Window, document: Document, visit: () => Visit | null): void {
  let hiddenSince = Date.now();
  window.addEventListener("online", () => visit()?.wake());
  window.addEventListener("offline", () => visit()?.sleep());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenSince = Date.now();
    else if (Date.now() - hiddenSince > SLEPT_MS) visit()?.wake();
  });
}
