/** What stands around every page of a location: the navigation, and what is true of the whole. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ConnectionBanner } from "../../conversation/components/ConnectionBanner";
import { IconButton } from "../../design/components";
import { useValue } from "../../design/use-value";
import { useLanguage } from "../../texts/context";
import { useDashboard, useWorkspace } from "../kit/hooks/context";
import { useTexts } from "../kit/hooks/texts";
import { useKeys } from "../kit/hooks/use-keys";
import { KeysDialog } from "./KeysDialog";
import { Navigation } from "./Navigation";
import type { Tab } from "./tab";

export function Frame({ tab, children }: { tab: Tab; children: ComponentChildren }) {
  const { workspace } = useWorkspace();
  const [showsKeys, setShowsKeys] = useState(false);
  useTab(tab);
  useKeys({ help: () => setShowsKeys(true) });
  return (
    <div class="frame">
      <Navigation onKeys={() => setShowsKeys(true)} />
      <div class="place">
        <ConnectionBanner connection={workspace.connection} />
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
  const { workspace } = useWorkspace();
  const unread = useValue(workspace.inbox.unread);
  useEffect(() => tab.show(texts.title, unread, locale), [tab, texts, unread, locale]);
  useEffect(() => () => tab.show(texts.title, null, locale), [tab, texts, locale]);
}

function Toast() {
  const texts = useTexts();
  const { toasts } = useDashboard();
  const toast = useValue(toasts.current);
  return (
    <div class="toasts" role="status">
      {toast && (
        <div class={`toast toast-${toast.tone}`}>
          <span>{toast.text}</span>
          <IconButton icon="close" label={texts.close} onClick={() => toasts.dismiss()} />
        </div>
      )}
    </div>
  );
}
