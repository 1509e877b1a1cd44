import { Glyph } from "./icons";

/** Why nothing can be changed here. */
export function ReadOnly({ children }: { children: string }) {
  return (
    <p class="read-only">
      <Glyph name="lock" />
      {children}
    </p>
  );
}
