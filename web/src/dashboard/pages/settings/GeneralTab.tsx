/** The two switches of a location. */

import { useValue } from "../../../design/use-value";
import { LoadFailed } from "../../kit/components/LoadFailed";
import { PlaceholderLines } from "../../kit/components/PlaceholderLines";
import { ReadOnly } from "../../kit/components/ReadOnly";
import { Switch } from "../../kit/components/Switch";
import { useDesk } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { canAdminister } from "../../model/account/permissions";
import type { Switches } from "../../model/gateway/contracts";
import type { Editing } from "../../model/settings/editing";

export function GeneralTab({ editing }: { editing: Editing<Switches> }) {
  const texts = useTexts();
  const { me } = useDesk();
  const form = useValue(editing.form);
  const trouble = useValue(editing.trouble);
  if (form === null) {
    if (trouble === null) return <PlaceholderLines />;
    return (
      <LoadFailed
        title={texts.settings.failed}
        text={texts.listError.text}
        onRetry={() => void editing.load()}
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
          onChange={(on) => editing.edit({ portalEnabled: on })}
        />
        <Switch
          label={texts.settings.messaging}
          hint={portalEnabled ? texts.settings.messagingHint : texts.settings.messagingNeedsPortal}
          on={supportMessaging}
          disabled={isFixed || !portalEnabled}
          onChange={(on) => editing.edit({ supportMessaging: on })}
        />
      </section>
    </>
  );
}
