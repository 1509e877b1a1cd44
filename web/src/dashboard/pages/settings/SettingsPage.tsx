/** The settings of a location: switches, alerts, what happened to alerts, and who changed what. */

import { assertNever } from "../../../client/platform/assert-never";
import { Button, Dialog } from "../../../design/components";
import { useValue } from "../../../design/use-value";
import { PageHead } from "../../kit/components/PageHead";
import { locationName } from "../../kit/format/location-name";
import { useDashboard, useWorkspace } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { useKeys } from "../../kit/hooks/use-keys";
import { canAdminister } from "../../model/account/permissions";
import { hrefOf, SETTINGS_TABS, type SettingsTab } from "../../model/navigation/routes";
import { AlertsTab } from "./alerts/AlertsTab";
import { DeliveriesTab } from "./deliveries/DeliveriesTab";
import { type Forms, useForms } from "./forms";
import { GeneralTab } from "./GeneralTab";
import { HistoryTab } from "./history/HistoryTab";
import { SaveBar } from "./SaveBar";

const HAS_FORM: Readonly<Record<SettingsTab, boolean>> = {
  general: true,
  alerts: true,
  deliveries: false,
  history: false,
};

export function SettingsPage({ tab }: { tab: SettingsTab }) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace, me } = useWorkspace();
  const forms = useForms();
  const inbox = {
    page: "inbox",
    locationId: workspace.location.locationId,
    threadId: null,
  } as const;
  useKeys({ back: () => dashboard.router.go(inbox) });
  const mayChange = canAdminister(me);
  return (
    <main class="page page-settings">
      <PageHead back={inbox}>
        {texts.settings.title} <bdi class="page-of">{locationName(workspace.location)}</bdi>
      </PageHead>
      <Tabs tab={tab} />
      <div class="page-body">
        <TabBody tab={tab} forms={forms} />
      </div>
      {mayChange && HAS_FORM[tab] && <SaveBar forms={forms} />}
      <Leaving />
    </main>
  );
}

function TabBody({ tab, forms }: { tab: SettingsTab; forms: Forms }) {
  switch (tab) {
    case "general":
      return <GeneralTab controller={forms.switches} />;
    case "alerts":
      return <AlertsTab policy={forms.policy} />;
    case "deliveries":
      return <DeliveriesTab />;
    case "history":
      return <HistoryTab />;
    default:
      return assertNever(tab);
  }
}

function Tabs({ tab }: { tab: SettingsTab }) {
  const texts = useTexts();
  const { locationId } = useWorkspace().workspace.location;
  return (
    <nav class="tabs" aria-label={texts.settings.title}>
      {SETTINGS_TABS.map((each) => (
        <a
          key={each}
          href={hrefOf({ page: "settings", locationId, tab: each })}
          aria-current={each === tab ? "page" : undefined}
        >
          {texts.settings.tabs[each]}
        </a>
      ))}
    </nav>
  );
}

/** Asks before edits are lost. */
function Leaving() {
  const texts = useTexts();
  const { router } = useDashboard();
  const held = useValue(router.held);
  if (held === null) return null;
  return (
    <Dialog
      title={texts.settings.unsaved}
      onClose={() => router.stay()}
      actions={
        <>
          <Button onClick={() => router.stay()}>{texts.settings.keepEditing}</Button>
          <Button kind="danger" onClick={() => router.letGo()}>
            {texts.settings.leaveWithout}
          </Button>
        </>
      }
    >
      <p>{texts.settings.unsavedText}</p>
    </Dialog>
  );
}
