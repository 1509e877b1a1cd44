/** A message's text, cut into what is shown as it is, links, and characters that must not act. Pure. */

import { LinkifyIt } from "linkify-it";

export type Segment =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string }
  | { readonly kind: "control"; readonly text: string; readonly code: string };

/** Only what says `https` itself: a guess could lead somewhere that nobody wrote. */
const CAN_BE_LINK = /https:/i;

let made: LinkifyIt | null = null;

/** Dear to make, and few conversations have a link. */
function links(): LinkifyIt {
  made ??= ["http:", "ftp:", "mailto:", "//"].reduce(
    (known, schema) => known.add(schema, null),
    new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false }),
  );
  return made;
}

/**
 * Control characters but for line breaks and tabs, what browsers take for a line break and the
 * server does not, and overrides, which would show the text that follows backwards.
 */
const ACTING = /((?![\t\n])\p{Cc}|[\u2028\u2029\u202d\u202e])/u;

/** Fine between words, but within an address they could disguise it. */
const DISGUISING = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

export function segmentsOf(text: string): Segment[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(ACTING)
    .filter((piece) => piece !== "")
    .flatMap((piece) => (ACTING.test(piece) ? [controlOf(piece)] : linksIn(piece)));
}

/**
 * Where an address may begin or has to end in languages that put no spaces around it: before
 * `https:` after anything that is not ASCII, and at punctuation that no address has unescaped.
 */
const EDGE =
  /(?<=[^\p{ASCII}]|:)(?=https:)|(?=[\u3000-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff1f\uff3b-\uff3d\uff5b-\uff65\u2018-\u201f\u2026\u00ab\u00bb\u060c\u061b\u061f\u06d4\u0964\u0965])/iu;

function linksIn(text: string): Segment[] {
  if (!CAN_BE_LINK.test(text)) return [{ kind: "text", text }];
  const segments: Segment[] = [];
  let between = "";
  const cut = () => {
    if (between !== "") segments.push({ kind: "text", text: between });
    between = "";
  };
  for (const piece of text.split(EDGE)) {
    let at = 0;
    for (const found of links().match(piece) ?? []) {
      if (found.schema !== "https:" || DISGUISING.test(found.raw)) continue;
      between += piece.slice(at, found.index);
      cut();
      segments.push({ kind: "link", text: found.raw, url: found.url });
      at = found.lastIndex;
    }
    between += piece.slice(at);
  }
  cut();
  return segments;
}

/** Control Pictures show the old ones; the others are named by their number. */
function controlOf(character: string): Segment {
  const number = character.charCodeAt(0);
  const code = `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
  const shown =
    number < 0x20 ? String.fromCharCode(0x2400 + number) : number === 0x7f ? "\u2421" : code;
  return { kind: "control", text: shown, code };
}

/** Up to three emoji and nothing else, which are shown large. */
export function isEmojiOnly(text: string): boolean {
  const one = "\\p{Extended_Pictographic}(?:\\ufe0f|[\\u{1f3fb}-\\u{1f3ff}])?";
  return new RegExp(`^(?:${one}(?:\\u200d${one})*){1,3}$`, "u").test(text);
}
