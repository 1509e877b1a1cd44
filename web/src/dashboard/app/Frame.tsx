/** What stands around every page of a location: the navigation, and what is true of the whole. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useValue } from "../../client/use-value";
import { ConnectionBanner } from "../../conversation/ConnectionBanner";
import { IconButton } from "../../design/components";
import { useLanguage } from "../../texts/context";
import { useTexts } from "../texts";
import { useDashboard, useDesk } from "./context";
import { KeysDialog } from "./KeysDialog";
import { Navigation } from "./Navigation";
import type { Tab } from "./tab";
import { useKeys } from "./use-keys";

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
