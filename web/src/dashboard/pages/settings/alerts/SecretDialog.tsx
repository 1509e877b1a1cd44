/** A webhook's secret, which is shown this once. */

import { useCopy } from "../../../../conversation/hooks/use-copy";
import { Button, Dialog } from "../../../../design/components";
import { localMoment } from "../../../../locale/intl";
import { useLanguage } from "../../../../texts/context";
import { useTexts } from "../../../kit/hooks/texts";

export interface ShownSecret {
  /** The destination's. */
  readonly name: string;
  readonly secret: string;
  /** Until when the one before is good too; null where there was none. */
  readonly oldValidUntil: string | null;
}

export function SecretDialog({
  name,
  secret,
  oldValidUntil,
  onClose,
}: ShownSecret & { onClose: () => void }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const { copied, copy } = useCopy(secret);
  return (
    <Dialog
      title={texts.secret.title(name)}
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          {texts.secret.done}
        </Button>
      }
    >
      <p>{texts.secret.text}</p>
      <div class="secret">
        <code dir="ltr">{secret}</code>
        <Button small icon={copied ? "check" : "copy"} onClick={copy}>
          {copied ? texts.copied : texts.copy}
        </Button>
      </div>
      {oldValidUntil !== null && (
        <p>{texts.secret.oldValidUntil(localMoment(oldValidUntil, locale))}</p>
      )}
    </Dialog>
  );
}
