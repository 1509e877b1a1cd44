/** What a key means on the dashboard. Pure. */

export type Command =
  | "next-thread"
  | "previous-thread"
  | "search"
  | "mark-read"
  | "mark-unread"
  | "back"
  | "help";

/** What is asked of a `KeyboardEvent`. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** Where the key goes: `typing` in a field that takes letters, `dialog` in front of everything. */
export interface Circumstances {
  readonly typing: boolean;
  readonly dialog: boolean;
  /** Whether single letters are commands; some readers' software types them by itself. */
  readonly letters: boolean;
}

const LETTERS: Readonly<Record<string, Command>> = {
  j: "next-thread",
  k: "previous-thread",
  e: "mark-read",
  u: "mark-unread",
};
const SIGNS: Readonly<Record<string, Command>> = { "/": "search", "?": "help" };

/** Chrome says 229 for a key that goes to an input method, even where `isComposing` is false. */
const TO_INPUT_METHOD = 229;

/** The command of a key press; null for one that belongs to whoever has the focus. */
export function commandOf(press: KeyPress, where: Circumstances): Command | null {
  if (press.isComposing || press.keyCode === TO_INPUT_METHOD || where.dialog) return null;
  if (press.ctrlKey || press.metaKey) return null;
  const letter = letterOf(press);
  // With Alt they work while typing too: that is what they are for.
  if (press.altKey) return letter === "j" || letter === "k" ? (LETTERS[letter] ?? null) : null;
  if (press.key === "Escape") return "back";
  if (where.typing || !where.letters) return null;
  return LETTERS[letter] ?? SIGNS[press.key] ?? null;
}

/**
 * The letter that the key stands for.
 *
 * Where the key itself gives none, it is the one of its place on the board: Alt on a Mac makes
 * signs of letters, and other scripts have letters of their own.
 */
function letterOf({ key, code, altKey }: KeyPress): string {
  const isLatin = /^[a-z]$/i.test(key);
  if (isLatin) return key === key.toUpperCase() && !altKey ? "" : key.toLowerCase();
  const isOtherSign = /^[\x20-\x7e]$/.test(key);
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  return place && !isOtherSign && key.length === 1 ? place.toLowerCase() : "";
}

/** Whether what has the focus takes the letters that are typed. */
export function takesLetters(element: Element | null): boolean {
  if (element === null) return false;
  if (element instanceof HTMLElement && element.isContentEditable) return true;
  const kind = element.tagName.toLowerCase();
  if (kind === "input") return !NOT_TYPED_INTO.has((element as HTMLInputElement).type);
  return kind === "textarea" || kind === "select";
}

const NOT_TYPED_INTO = new Set([
  "checkbox",
  "radio",
  "button",
  "submit",
  "reset",
  "range",
  "color",
]);
