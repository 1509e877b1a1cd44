/** A message's text as the server takes it: trimmed and counted the same way. */

import { showsSomething } from "../../locale/visible";

/** Characters (Unicode code points) after trimming. */
export const MAX_TEXT_LENGTH = 4000;

const WHITE_SPACE = /\p{White_Space}/u;
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text as it will be stored: what no store can hold is made visible, never left out. */
export function storable(text: string): string {
  return trimmed(text).replace(UNSTORABLE, "\uFFFD");
}

/** How many characters the server counts; 0 for a text that shows nothing, which it does not take. */
export function lengthOf(text: string): number {
  if (!showsSomething(text)) return 0;
  const counted = trimmed(text);
  let length = 0;
  for (const _ of counted) length++;
  return length;
}

/** The server trims what Unicode calls white space; `trim()` thinks otherwise of two characters. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && WHITE_SPACE.test(text.charAt(start))) start++;
  while (end > start && WHITE_SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
