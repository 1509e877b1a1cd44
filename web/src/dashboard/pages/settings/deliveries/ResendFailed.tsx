/** Sends everything again that has failed since some time ago. */

import { useId, useState } from "preact/hooks";
import { asRequestFailure } from "../../../../client/gateway/problems";
import { useNow } from "../../../../conversation/hooks/use-now";
import { Button, Dialog, Field } from "../../../../design/components";
import { useDashboard, useWorkspace } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";

const HOURS = [1, 24, 24 * 7, 24 * 30] as const;
const HOUR_MS = 3_600_000;

interface ResendFailedProps {
  /** To this one alone; null for all. */
  destinationId: string | null;
  onClose: () => void;
  onDone: () => void;
}

export function ResendFailed({ destinationId, onClose, onDone }: ResendFailedProps) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace } = useWorkspace();
  const id = useId();
  const now = useNow();
  const [hours, setHours] = useState<number>(24);
  const [isSending, setSending] = useState(false);

  const resend = async () => {
    setSending(true);
    try {
      const since = new Date(now - hours * HOUR_MS).toISOString();
      const { deliveries } = await dashboard.alerts(workspace).resendFailed(since, destinationId);
      dashboard.toasts.show(texts.delivery.resentMany(deliveries));
      onDone();
    } catch (error) {
      asRequestFailure(error);
      dashboard.toasts.show(texts.delivery.notResent, "danger");
    }
    onClose();
  };
  return (
    <Dialog
      title={texts.delivery.resendFailed}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button kind="primary" disabled={isSending} onClick={() => void resend()}>
            {texts.delivery.resend}
          </Button>
        </>
      }
    >
      <p>{texts.delivery.resendFailedText}</p>
      <Field id={`${id}-since`} label={texts.delivery.since}>
        {(ties) => (
          <select
            {...ties}
            value={hours}
            onChange={({ currentTarget: { value } }) => setHours(Number(value))}
          >
            {HOURS.map((each) => (
              <option key={each} value={each}>
                {texts.delivery.lastHours(each)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Dialog>
  );
}
