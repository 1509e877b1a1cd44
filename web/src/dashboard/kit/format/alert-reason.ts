/** What a message came to at one destination, in words. Pure. */

import type { DashboardTexts } from "../../../texts/dashboard.en";
import type { AlertReason } from "../../model/gateway/contracts";

/** How a moment is written. */
type Moment = (moment: string) => string;
type Code = AlertReason["code"];
type Told = readonly (string | null)[];
type Teller<Reason> = (reason: Reason, texts: DashboardTexts, moment: Moment) => Told;

/** One for every code. A newer gateway may send one that is not in here. */
const TELLERS: { readonly [Each in Code]: Teller<Extract<AlertReason, { code: Each }>> } = {
  "read-before-summary": (_, { whyAlert }) => [whyAlert.reasons.readBeforeSummary],
  "being-sent": (_, { whyAlert }) => [whyAlert.reasons.beingSent],
  waiting: ({ waitsFor, dueAt, others }, { whyAlert, delivery }, moment) => [
    waitsFor && delivery.reasons[waitsFor],
    dueAt === null ? whyAlert.reasons.dueNow : whyAlert.reasons.due(moment(dueAt)),
    others > 0 ? whyAlert.reasons.others(others) : null,
  ],
  sent: ({ at, attempts, status, others }, { whyAlert }, moment) => [
    at === null ? whyAlert.reasons.sent : whyAlert.reasons.sentAt(moment(at)),
    attempts > 1 ? whyAlert.reasons.onAttempt(attempts) : null,
    status === null ? null : whyAlert.reasons.answered(String(status)),
    others > 0 ? whyAlert.reasons.others(others) : null,
  ],
  failed: ({ at, attempts, beingRetried, nextAttemptAt }, { whyAlert, delivery }, moment) => [
    whyAlert.reasons.failed(attempts),
    at && whyAlert.reasons.lastAttempt(moment(at)),
    beingRetried
      ? whyAlert.reasons.retrying
      : nextAttemptAt === null
        ? delivery.givenUp
        : delivery.next(moment(nextAttemptAt)),
  ],
  dropped: ({ reason }, { whyAlert, delivery }) => [
    whyAlert.reasons.notSent,
    delivery.reasons[reason] ?? reason,
  ],
  "created-later": (_, { whyAlert }) => [whyAlert.reasons.createdLater],
  "not-subscribed": ({ event }, { whyAlert, destination }) => [
    event === null
      ? whyAlert.reasons.notSubscribedThen
      : whyAlert.reasons.notSubscribed(destination.eventNames[event] ?? event),
  ],
};

/** null for a code that this page is too old for. */
export function alertReason(
  reason: AlertReason,
  texts: DashboardTexts,
  moment: Moment,
): string | null {
  const tell = TELLERS[reason.code] as Teller<AlertReason> | undefined;
  return tell?.(reason, texts, moment).filter(Boolean).join(" ") ?? null;
}
