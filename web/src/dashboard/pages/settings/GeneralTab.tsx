/** The two switches of a location. */

import { useValue } from "../../../design/use-value";
import { LoadFailed } from "../../kit/components/LoadFailed";
import { PlaceholderLines } from "../../kit/components/PlaceholderLines";
import { ReadOnly } from "../../kit/components/ReadOnly";
import { Switch } from "../../kit/components/Switch";
import { useWorkspace } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { canAdminister } from "../../model/account/permissions";
import type { Switches } from "../../model/gateway/contracts";
import type { FormController } from "../../model/settings/form-controller";

export function GeneralTab({ controller }: { controller: FormController<Switches> }) {
  const texts = useTexts();
  const { me } = useWorkspace();
  const form = useValue(controller.form);
  const failure = useValue(controller.failure);
  if (form === null) {
    if (failure === null) return <PlaceholderLines />;
    return (
      <LoadFailed
        title={texts.settings.failed}
        text={texts.tryLater}
        onRetry={() => void controller.load()}
      />
    );
  }
  const mayChange = canAdminister(me);
  const { portalEnabled, supportMessaging } = form.edited;
  const isFixed = !mayChange || form.saving;
  return (
    <>
      {!mayChange && <ReadOnly>{texts.settings.readOnly}</ReadOnly>}
      <section class="card switches" aria-label={texts.settings.tabs.general}>
        <Switch
          label={texts.settings.portal}
          hint={texts.settings.portalHint}
          on={portalEnabled}
          disabled={isFixed}
          onChange={(on) => controller.edit({ portalEnabled: on })}
        />
        <Switch
          label={texts.settings.messaging}
          hint={portalEnabled ? texts.settings.messagingHint : texts.settings.messagingNeedsPortal}
          on={supportMessaging}
          disabled={isFixed || !portalEnabled}
          onChange={(on) => controller.edit({ supportMessaging: on })}
        />
      </section>
    </>
  );
}
