/** Cutting texts between characters as people see them. Pure. */

import { attempt } from "./intl";

/** For browsers without `Intl.Segmenter`: whatever joins the character before it stays with it. */
const CLUSTER =
  /\r\n|\p{RI}{2}|.(?:\u200d.|\u200c|\u200d|\p{M}|\p{Emoji_Modifier}|[\u0e33\u0eb3\u1160-\u11ff]|[\u{e0020}-\u{e007f}])*/gsu;

/** Grapheme clusters: an emoji with all its parts, a letter with its accents. */
export function clustersOf(text: string): Iterable<string> {
  return (
    attempt(() => segmented(new Intl.Segmenter("en", { granularity: "grapheme" }), text)) ??
    text.match(CLUSTER) ??
    []
  );
}

function* segmented(segmenter: Intl.Segmenter, text: string): Iterable<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/**
 * The beginning of a text, as the server cuts it: whole clusters of together at most `limit`
 * characters (code points). A cluster that is longer by itself is split.
 */
export function cut(text: string, limit: number): string {
  let length = 0;
  let end = 0;
  for (const cluster of clustersOf(text)) {
    const characters = [...cluster];
    length += characters.length;
    if (length > limit) return text.slice(0, end) || characters.slice(0, limit).join("");
    end += cluster.length;
  }
  return text;
}
