/** Which rows of a long list are drawn. Pure: heights and distances in pixels. */

/** Rows `start` up to `end`, with room above and below in place of the others. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly above: number;
  readonly below: number;
}

/**
 * The rows within `margin` of what is in view: the `viewport` pixels that end `fromBottom` pixels
 * above the end of the list.
 */
export function spanOf(
  heights: readonly number[],
  fromBottom: number,
  viewport: number,
  margin: number,
): Span {
  const nearest = Math.max(fromBottom - margin, 0);
  const farthest = fromBottom + viewport + margin;
  let end = heights.length;
  let below = 0;
  while (end > 1 && below + (heights[end - 1] ?? 0) <= nearest) below += heights[--end] ?? 0;
  let start = end;
  let reached = below;
  while (start > 0 && reached < farthest) reached += heights[--start] ?? 0;
  let above = 0;
  for (let i = 0; i < start; i++) above += heights[i] ?? 0;
  return { start, end, above, below };
}

/** Whether `drawn` still has all rows that `needed` has. */
export function covers(drawn: Span, needed: Span): boolean {
  return drawn.start <= needed.start && drawn.end >= needed.end;
}
