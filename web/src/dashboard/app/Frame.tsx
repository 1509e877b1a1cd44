/** What stands around every page of a location: the navigation, and what is true of the whole. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ConnectionBanner } from "../../conversation/components/ConnectionBanner";
import { IconButton } from "../../design/components";
import { useValue } from "../../design/use-value";
import { useLanguage } from "../../texts/context";
import { useDashboard, useDesk } from "../kit/hooks/context";
import { useTexts } from "../kit/hooks/texts";
import { useKeys } from "../kit/hooks/use-keys";
import { KeysDialog } from "./KeysDialog";
import { Navigation } from "./Navigation";
import type { Tab } from "./tab";

export function Frame({ tab, children }: { tab: Tab; children: ComponentChildren }) {
  const { desk } = useDesk();
  const [showsKeys, setShowsKeys] = useState(false);
  useTab(tab);
  useKeys({ help: () => setShowsKeys(true) });
  return (
    <div class="frame">
      <Navigation onKeys={() => setShowsKeys(true)} />
      <div class="place">
        <ConnectionBanner line={desk.line} />
        {children}
      </div>
      <Toast />
      {showsKeys && <KeysDialog onClose={() => setShowsKeys(false)} />}
    </div>
  );
}

function useTab(tab: Tab): void {
  const texts = useTexts();
  const { locale } = useLanguage();
  const { desk } = useDesk();
  const unread = useValue(desk.inbox.unread);
  useEffect(() => tab.show(texts.title, unread, locale), [tab, texts, unread, locale]);
  useEffect(() => () => tab.show(texts.title, null, locale), [tab, texts, locale]);
}

function Toast() {
  const texts = useTexts();
  const { sayings } = useDashboard();
  const saying = useValue(sayings.saying);
  return (
    <div class="toasts" role="status">
      {saying && (
        <div class={`toast toast-${saying.tone}`}>
          <span>{saying.text}</span>
          <IconButton icon="close" label={texts.close} onClick={() => sayings.silence()} />
        </div>
      )}
    </div>
  );
}
