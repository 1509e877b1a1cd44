/** Whether a text shows anything. Pure; `tests/scenarios/visible-text.json` has what both sides agree on. */

/**
 * White space, controls, what Unicode says is drawn as nothing, and letters and symbols whose picture is empty:
 * Hangul fillers, Khmer inherent vowels, the Braille blank, a musical null notehead.
 */
const SHOWS =
  /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u{1d159}]/u;

export function showsSomething(text: string): boolean {
  return SHOWS.test(text);
}

/** The name, or what to say instead of one that is missing or shows nothing. */
export function nameOr(name: string | null | undefined, instead: string): string {
  return name && showsSomething(name) ? name : instead;
}
