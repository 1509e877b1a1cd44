/** Whether a text shows anything, as the server has it: `tests/scenarios/visible-text.json`. Pure. */

/**
 * White space, controls, marks without a base, what Unicode says is drawn as nothing, and what no
 * property says: the Braille blank, the musical null notehead, anchors of annotations.
 */
const SHOWS =
  /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}\u2800\u{1d159}\ufff9-\ufffc]/u;

export function showsSomething(text: string): boolean {
  return SHOWS.test(text);
}

/** The name, or what to say instead of one that is missing or shows nothing. */
export function nameOr(name: string | null | undefined, instead: string): string {
  return name && showsSomething(name) ? name : instead;
}
