/**
 * Keeps the page as high as what a phone's keyboard leaves of it. Where the browser does that by
 * itself (`interactive-widget`) the two heights are always the same.
 */
export function fitToKeyboard(window: Window): void {
  const view = window.visualViewport;
  if (!view) return;
  const root = window.document.documentElement;
  view.addEventListener("resize", () => {
    // Zoomed in by hand, the view is smaller as well, and the page has to stay as it is.
    if (view.scale > 1.01) return;
    const hidden = window.innerHeight - view.height;
    if (hidden > 1) root.style.setProperty("--page-height", `${view.height}px`);
    else root.style.removeProperty("--page-height");
    window.scrollTo(0, 0);
  });
}
