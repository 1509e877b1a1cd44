/** The title of a page, and the way back to the inbox. */

import type { ComponentChildren } from "preact";
import { Icon } from "../../../design/icons";
import { hrefOf, type Route } from "../../model/navigation/routes";
import { useTexts } from "../hooks/texts";

export function PageHead({ back, children }: { back: Route; children: ComponentChildren }) {
  const texts = useTexts();
  return (
    <header class="page-head">
      <a
        class="tool page-back"
        href={hrefOf(back)}
        aria-label={texts.backToList}
        title={texts.backToList}
      >
        <Icon name="back" />
      </a>
      <h1>{children}</h1>
    </header>
  );
}
