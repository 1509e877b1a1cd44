/** One alert: of what, to whom, and its state. */

import { Button } from "../../../../design/components";
import { DeliveryStatePill } from "../../../kit/components/DeliveryStatePill";
import { shortCode } from "../../../kit/format/booking-date";
import { useWorkspace } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import { useMoment } from "../../../kit/hooks/use-moment";
import type { Delivery, DeliveryReason } from "../../../model/gateway/contracts";
import { hrefOf } from "../../../model/navigation/routes";

interface DeliveryRowProps {
  delivery: Delivery;
  onAsk: (messageId: string) => void;
  /** null for whoever may not. */
  onResend: (() => void) | null;
}

/** Whether what was dropped for this reason can be sent again: there has to be a destination. */
const HAS_DESTINATION: Readonly<Record<DeliveryReason, boolean>> = {
  "quiet-period": true,
  "quiet-hours": true,
  "unread-wait": true,
  "read-before-send": true,
  paused: true,
  "rate-limited": true,
  "no-destination": false,
  unverified: true,
  "destination-deleted": false,
  "customer-emails-off": true,
  "portal-disabled": true,
  "no-address": true,
  unsubscribed: true,
  "too-old": true,
};

export function DeliveryRow({ delivery, onAsk, onResend }: DeliveryRowProps) {
  const texts = useTexts();
  const moment = useMoment();
  const { workspace } = useWorkspace();
  const { locationId } = workspace.location;
  const { threadId, messageId, customerName, confirmationCode } = delivery;
  const hasDestination = delivery.reason === null || HAS_DESTINATION[delivery.reason];
  const canResend = delivery.state !== "waiting" && hasDestination;
  return (
    <li class="delivery">
      <div class="delivery-words">
        <p class="delivery-what">
          <strong>{texts.delivery.notices[delivery.notice] ?? delivery.notice}</strong>
          <DeliveryStatePill delivery={delivery} />
        </p>
        <p class="delivery-to">
          {texts.delivery.to}{" "}
          <bdi>{delivery.destinationName ?? texts.whyAlert.audience[delivery.audience]}</bdi>
          {customerName !== null && (
            <>
              {" · "}
              {threadId === null ? (
                <bdi>{customerName}</bdi>
              ) : (
                <a href={hrefOf({ page: "inbox", locationId, threadId })}>
                  <bdi>{customerName}</bdi>
                </a>
              )}
            </>
          )}
          {confirmationCode !== null && (
            <>
              {" "}
              · <bdi>{shortCode(confirmationCode)}</bdi>
            </>
          )}
        </p>
        <Fate delivery={delivery} />
      </div>
      <div class="delivery-side">
        <time dateTime={delivery.createdAt} title={moment.whole(delivery.createdAt)}>
          {moment.short(delivery.createdAt)}
        </time>
        <div class="delivery-actions">
          {messageId !== null && (
            <Button small kind="plain" onClick={() => onAsk(messageId)}>
              {texts.whyAlert.short}
            </Button>
          )}
          {onResend && canResend && (
            <Button small kind="plain" onClick={onResend}>
              {texts.delivery.resend}
            </Button>
          )}
        </div>
      </div>
    </li>
  );
}

/** Why it waits, was dropped, or failed, and what comes next. */
function Fate({ delivery }: { delivery: Delivery }) {
  const texts = useTexts();
  const moment = useMoment();
  const { state, reason, attempts, nextAttemptAt, lastAnswer } = delivery;
  const told = [
    reason !== null && (texts.delivery.reasons[reason] ?? reason),
    attempts > 1 && texts.delivery.attempts(attempts),
    nextAttemptAt !== null && texts.delivery.next(moment.short(nextAttemptAt)),
    state === "failed" && nextAttemptAt === null && texts.delivery.givenUp,
  ].filter((each) => each !== false);
  const answer = lastAnswer?.error ?? null;
  return (
    <>
      {told.length > 0 && <p class="delivery-told">{told.join(" ")}</p>}
      {answer !== null && (
        <details class="delivery-answer">
          <summary>{answer}</summary>
          <pre dir="ltr">{lastAnswer?.text || texts.delivery.noAnswer}</pre>
        </details>
      )}
    </>
  );
}
