/** The settings of a location: switches, alerts, what became of alerts, and who changed what. */

import { useEffect, useMemo } from "preact/hooks";
import { useValue } from "../../client/use-value";
import { Button, Dialog } from "../../design/components";
import { Icon } from "../../design/icons";
import { useDashboard, useDesk } from "../app/context";
import { useKeys } from "../app/use-keys";
import type { AlertPolicy, AlertPolicyView, Settings, Switches } from "../contracts";
import { nameOf } from "../inbox/LocationPicker";
import { hrefOf, SETTINGS_TABS, type SettingsTab } from "../routes";
import { useTexts } from "../texts";
import { AlertsTab } from "./AlertsTab";
import { DeliveriesTab } from "./DeliveriesTab";
import type { Saved } from "./edit-form";
import { Editing } from "./editing";
import { GeneralTab } from "./GeneralTab";
import { HistoryTab } from "./HistoryTab";
import { SaveBar } from "./SaveBar";

export function SettingsPage({ tab }: { tab: SettingsTab }) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { desk, me } = useDesk();
  const forms = useForms();
  const inbox = { page: "inbox", locationId: desk.location.locationId, threadId: null } as const;
  useKeys({ back: () => dashboard.router.go(inbox) });
  const mayChange = me.role === "administrator";
  return (
    <main class="page page-settings">
      <header class="page-head">
        <a
          class="tool page-back"
          href={hrefOf(inbox)}
          aria-label={texts.backToList}
          title={texts.backToList}
        >
          <Icon name="back" />
        </a>
        <h1>
          {texts.settings.title} <bdi class="page-of">{nameOf(desk.location)}</bdi>
        </h1>
      </header>
      <Tabs tab={tab} />
      <div class="page-body">
        {tab === "general" && <GeneralTab editing={forms.switches} />}
        {tab === "alerts" && <AlertsTab policy={forms.policy} />}
        {tab === "deliveries" && <DeliveriesTab />}
        {tab === "history" && <HistoryTab />}
      </div>
      {mayChange && (tab === "general" || tab === "alerts") && <SaveBar forms={forms} />}
      <Leaving />
    </main>
  );
}

function Tabs({ tab }: { tab: SettingsTab }) {
  const texts = useTexts();
  const { locationId } = useDesk().desk.location;
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

export interface Forms {
  readonly switches: Editing<Switches>;
  readonly policy: Editing<AlertPolicy>;
}

/** The forms outlive the tabs; leaving the page with edits in them is asked about. */
function useForms(): Forms {
  const dashboard = useDashboard();
  const { desk, me } = useDesk();
  const settings = useValue(desk.settings);
  const caughtUp = useValue(desk.caughtUp);
  const mayChange = me.role === "administrator";

  const forms = useMemo<Forms>(() => {
    const [settingsApi, alertsApi] = [dashboard.settings(desk), dashboard.alerts(desk)];
    return {
      switches: new Editing<Switches>({
        load: async () => {
          const fetched = await settingsApi.settings();
          desk.takeSettings(fetched);
          return savedSwitches(fetched);
        },
        save: async (value, version) => {
          const changed = await settingsApi.change(value, version);
          desk.takeSettings(changed);
          return savedSwitches(changed);
        },
      }),
      policy: new Editing<AlertPolicy>({
        load: async () => savedPolicy(await alertsApi.policy()),
        save: async (value, version) => savedPolicy(await alertsApi.changePolicy(value, version)),
      }),
    };
  }, [dashboard, desk]);

  useEffect(() => {
    if (settings) forms.switches.saw(savedSwitches(settings));
    else void forms.switches.load();
  }, [forms, settings]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetched again after each outage
  useEffect(() => {
    if (mayChange) void forms.policy.load();
  }, [forms, mayChange, caughtUp]);
  useGuard(forms);
  return forms;
}

function savedSwitches({ portalEnabled, supportMessaging, version }: Settings): Saved<Switches> {
  return { value: { portalEnabled, supportMessaging }, version };
}

function savedPolicy(view: AlertPolicyView): Saved<AlertPolicy> {
  const { quietPeriodSeconds, dailyLimit, timeZone, quietHours, customerEmails, senderName } = view;
  const value = {
    quietPeriodSeconds,
    dailyLimit,
    timeZone,
    quietHours,
    customerEmails,
    senderName,
  };
  return { value, version: view.version };
}

function useGuard(forms: Forms): void {
  const { router } = useDashboard();
  const { locationId } = useDesk().desk.location;
  useEffect(() => {
    const isDirty = () => forms.switches.isDirty || forms.policy.isDirty;
    const stop = router.watch((wanted) => {
      const isHere = wanted.page === "settings" && wanted.locationId === locationId;
      return isHere || !isDirty();
    });
    const onUnload = (event: BeforeUnloadEvent) => {
      if (isDirty()) event.preventDefault();
    };
    window.addEventListener("beforeunload", onUnload);
    return () => {
      stop();
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [router, locationId, forms]);
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
