/** A small button with an icon; it says what it does, and by which key. */

import { useTexts } from "../hooks/texts";
import { Glyph, type GlyphName } from "./icons";

interface ToolButtonProps {
  icon: GlyphName;
  label: string;
  /** The key that does the same. */
  keyHint?: string;
  pressed?: boolean;
  disabled?: boolean;
  /** Whether Tab passes it by, for one among many that are a stop together. */
  skipped?: boolean;
  /** Where it leads, for one that is a link. */
  href?: string;
  onClick?: () => void;
}

export function ToolButton({
  icon,
  label,
  keyHint,
  pressed,
  href,
  onClick,
  disabled,
  skipped = false,
}: ToolButtonProps) {
  const texts = useTexts();
  const said = {
    class: "tool",
    "aria-label": label,
    title: keyHint ? texts.withKey(label, keyHint) : label,
  };
  if (href !== undefined) {
    return (
      <a {...said} href={href}>
        <Glyph name={icon} />
      </a>
    );
  }
  return (
    <button
      {...said}
      type="button"
      aria-pressed={pressed}
      disabled={disabled ?? false}
      {...(skipped ? { tabIndex: -1 } : {})}
      onClick={() => onClick?.()}
    >
      <Glyph name={icon} />
    </button>
  );
}
