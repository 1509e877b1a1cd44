/** The forms of the settings page. They outlive its tabs. */

import { useEffect, useMemo } from "preact/hooks";
import { useValue } from "../../../design/use-value";
import { useDashboard, useWorkspace } from "../../kit/hooks/context";
import { canAdminister } from "../../model/account/permissions";
import type {
  AlertPolicy,
  AlertPolicyView,
  Settings,
  Switches,
} from "../../model/gateway/contracts";
import type { Saved } from "../../model/settings/edit-form";
import { FormController } from "../../model/settings/form-controller";

export interface Forms {
  readonly switches: FormController<Switches>;
  readonly policy: FormController<AlertPolicy>;
}

/** Loads the forms and keeps them current. The reader is asked before they leave with unsaved edits. */
export function useForms(): Forms {
  const dashboard = useDashboard();
  const { workspace, me } = useWorkspace();
  const settings = useValue(workspace.settings);
  const caughtUp = useValue(workspace.caughtUp);
  const mayChange = canAdminister(me);

  const forms = useMemo<Forms>(() => {
    const [settingsApi, alertsApi] = [dashboard.settings(workspace), dashboard.alerts(workspace)];
    return {
      switches: new FormController<Switches>({
        load: async () => {
          const fetched = await settingsApi.settings();
          workspace.takeSettings(fetched);
          return savedSwitches(fetched);
        },
        save: async (value, version) => {
          const changed = await settingsApi.change(value, version);
          workspace.takeSettings(changed);
          return savedSwitches(changed);
        },
      }),
      policy: new FormController<AlertPolicy>({
        load: async () => savedPolicy(await alertsApi.policy()),
        save: async (value, version) => savedPolicy(await alertsApi.changePolicy(value, version)),
      }),
    };
  }, [dashboard, workspace]);

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
  const language = view.language ?? null;
  const value = {
    quietPeriodSeconds,
    dailyLimit,
    timeZone,
    quietHours,
    customerEmails,
    senderName,
    language,
  };
  return { value, version: view.version };
}

function useGuard(forms: Forms): void {
  const { router } = useDashboard();
  const { locationId } = useWorkspace().workspace.location;
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
