import { useTexts } from "../hooks/texts";

/** What stands there while something is loaded. */
export function PlaceholderLines() {
  const texts = useTexts();
  return (
    <div class="card placeholder-lines" role="status" aria-label={texts.loading}>
      <span class="placeholder" aria-hidden="true" />
      <span class="placeholder" aria-hidden="true" />
      <span class="placeholder" aria-hidden="true" />
    </div>
  );
}
