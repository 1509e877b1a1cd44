import { useTexts } from "../texts/context";

/** The shape of what is coming, so that nothing jumps when it is there. */
export function Opening() {
  const texts = useTexts();
  return (
    <div class="page opening">
      <p class="unseen" role="status">
        {texts.loading}
      </p>
      <div class="booking" aria-hidden="true">
        <div class="booking-inner">
          <div class="booking-main">
            <span class="placeholder placeholder-title" />
            <span class="placeholder placeholder-line" />
          </div>
        </div>
      </div>
      <div class="opening-messages" aria-hidden="true">
        <span class="placeholder placeholder-bubble" />
        <span class="placeholder placeholder-bubble placeholder-own" />
        <span class="placeholder placeholder-bubble placeholder-short" />
      </div>
    </div>
  );
}
