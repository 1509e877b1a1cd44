/** Why a message alerted whom it alerted, and why it did not alert the others. */

import type { Message } from "../../../client/gateway/contracts";
import { ProblemError, type RequestFailure } from "../../../client/gateway/problems";
import { Button, Dialog, Spinner } from "../../../design/components";
import type { Explanation, MessageExplanation } from "../../model/gateway/contracts";
import { alertReason } from "../format/alert-reason";
import { useDashboard, useWorkspace } from "../hooks/context";
import { useTexts } from "../hooks/texts";
import { useFetched } from "../hooks/use-fetched";
import { useMoment } from "../hooks/use-moment";
import { DeliveryStatePill } from "./DeliveryStatePill";

interface WhyAlertsProps {
  message: Pick<Message, "messageId">;
  onClose: () => void;
}

export function WhyAlerts({ message, onClose }: WhyAlertsProps) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace } = useWorkspace();
  const { messageId } = message;
  const { value, failure } = useFetched(
    () => dashboard.alerts(workspace).explanation(messageId),
    [dashboard, workspace, messageId],
  );

  return (
    <Dialog
      title={texts.whyAlert.title}
      onClose={onClose}
      actions={<Button onClick={onClose}>{texts.close}</Button>}
    >
      <Answer found={value ?? failure} />
    </Dialog>
  );
}

function Answer({ found }: { found: MessageExplanation | RequestFailure | null }) {
  const texts = useTexts();
  if (found === null) return <Spinner label={texts.loading} />;
  if (found instanceof ProblemError && found.status === 404) return <p>{texts.whyAlert.nothing}</p>;
  if (found instanceof Error) return <p>{texts.whyAlert.failed}</p>;
  if (found.explanations.length === 0) return <p>{texts.whyAlert.nobody}</p>;
  return (
    <ul class="why">
      {found.explanations.map((explanation) => (
        <Why
          key={`${explanation.destinationId} ${explanation.delivery?.id}`}
          explanation={explanation}
        />
      ))}
    </ul>
  );
}

function Why({ explanation }: { explanation: Explanation }) {
  const texts = useTexts();
  const moment = useMoment();
  const { destinationName, text, delivery, reason } = explanation;
  const error = reason?.code === "failed" ? reason.error : null;
  return (
    <li>
      <p class="why-who">
        <bdi>{destinationName ?? texts.whyAlert.audience[delivery?.audience ?? "staff"]}</bdi>
        {delivery && <DeliveryStatePill delivery={delivery} />}
      </p>
      <p class="why-text">{(reason && alertReason(reason, texts, moment.short)) ?? text}</p>
      {error !== null && (
        <p class="why-text">
          <bdi>{error}</bdi>
        </p>
      )}
    </li>
  );
}
