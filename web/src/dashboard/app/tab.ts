/** What the browser's tab shows of the inbox: the number of unread threads. */

import icon from "../../design/icon.svg?raw";
import { numberText } from "../../locale/intl";
import type { UnreadThreads } from "../model/gateway/contracts";

/** `(3) Customer Portal`; the count is written as the reader writes it. */
export function tabTitle(title: string, unread: UnreadThreads | null, locale: string): string {
  if (!unread || unread.threads === 0) return title;
  const count = numberText(unread.threads, locale);
  return `(${count}${unread.capped ? "+" : ""}) ${title}`;
}

/** The page's icon with the number of unread threads on it, as an address. Pure. */
export function tabIcon(icon: string, { threads }: UnreadThreads): string {
  const text = threads > 9 ? "9+" : String(threads);
  const badge = `<circle cx="22" cy="10" r="10" fill="#b3261e"/>
<text x="22" y="14.5" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="13" fill="#fff">${text}</text>`;
  return `data:image/svg+xml,${encodeURIComponent(icon.replace("</svg>", `${badge}</svg>`))}`;
}

/** Shows the number in the title and on the icon of a document. */
export class Tab {
  readonly #document: Document;
  readonly #link: HTMLLinkElement | null;
  readonly #plainIcon: string;

  constructor(document: Document) {
    this.#document = document;
    this.#link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    this.#plainIcon = this.#link?.href ?? "";
  }

  show(title: string, unread: UnreadThreads | null, locale: string): void {
    this.#document.title = tabTitle(title, unread, locale);
    const shown = unread && unread.threads > 0 ? tabIcon(icon, unread) : this.#plainIcon;
    if (this.#link && this.#link.href !== shown) this.#link.href = shown;
  }
}
