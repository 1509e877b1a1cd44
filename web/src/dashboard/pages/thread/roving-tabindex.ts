/** The buttons of all messages are one stop of the Tab key; Up and Down go on from there. */

const BUTTONS = ".message-tools .tool";
const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** To be called with the keys pressed in the thread, before the browser acts on them. */
export function rovingTabIndex(event: KeyboardEvent, thread: HTMLElement): void {
  const buttons = [...thread.querySelectorAll<HTMLElement>(BUTTONS)];
  const at = buttons.indexOf(event.target as HTMLElement);
  if (event.key === "Tab") {
    const stop = buttons[at] ?? lastInView(buttons, thread);
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
    return;
  }
  const next = buttons[at + (STEPS[event.key] ?? 0)];
  if (at < 0 || event.altKey || !(event.key in STEPS)) return;
  event.preventDefault();
  next?.focus();
}

/** Where Tab comes to, so that it does not take the reader to another place. */
function lastInView(buttons: readonly HTMLElement[], thread: HTMLElement): HTMLElement | undefined {
  const edge = thread.querySelector(".scroller")?.getBoundingClientRect().bottom ?? 0;
  return buttons.findLast((button) => button.getBoundingClientRect().bottom <= edge);
}
