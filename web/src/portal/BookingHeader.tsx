/** What was booked: activity, when, in which state, under which code. */

import { useState } from "preact/hooks";
import type { Booking } from "../client/gateway/contracts";
import type { Conversation } from "../client/messaging/conversation";
import { StatusPill } from "../conversation/components/StatusPill";
import { bookingWhen } from "../conversation/model/booking-when";
import { Boundary } from "../design/Boundary";
import { Button, Dialog, IconButton } from "../design/components";
import { localTimeZone } from "../locale/intl";
import { nameOr, showsSomething } from "../locale/visible";
import { useLanguage, useTexts } from "../texts/context";
import type { PortalTexts } from "../texts/portal.en";
import type { Visit } from "./visit";

interface BookingHeaderProps {
  booking: Booking;
  visit: Visit;
  conversation: Conversation;
}

export function BookingHeader({ booking, visit, conversation }: BookingHeaderProps) {
  const texts = useTexts<PortalTexts>();
  const [asks, setAsks] = useState(false);
  const close = () => setAsks(false);
  const leave = () => visit.signOut();
  return (
    <header class="booking">
      <div class="booking-inner">
        <div class="booking-main">
          <Boundary of={booking} instead={<p>{texts.cannotShow.part}</p>}>
            <Facts booking={booking} />
          </Boundary>
        </div>
        <IconButton
          icon="leave"
          label={texts.leave.action}
          onClick={() => (conversation.outbox.peek().length > 0 ? setAsks(true) : leave())}
        />
      </div>
      {asks && (
        <Dialog
          title={texts.leave.title}
          onClose={close}
          actions={
            <>
              <Button onClick={close}>{texts.leave.stay}</Button>
              <Button kind="danger" onClick={leave}>
                {texts.leave.confirm}
              </Button>
            </>
          }
        >
          <p>{texts.leave.text}</p>
        </Dialog>
      )}
    </header>
  );
}

function Facts({ booking }: { booking: Booking }) {
  const texts = useTexts<PortalTexts>();
  const { locale } = useLanguage();
  const when = bookingWhen(booking, locale, localTimeZone());
  return (
    <>
      <h1>
        <bdi>{nameOr(booking.activityName, texts.yourBooking)}</bdi>
      </h1>
      <dl class="booking-facts">
        {when && (
          <div>
            <dt class="unseen">{texts.when}</dt>
            <dd>
              <time dateTime={booking.startTime ?? ""}>{when}</time>
            </dd>
          </div>
        )}
        {showsSomething(booking.confirmationCode) && (
          <div>
            <dt>{texts.code}</dt>
            <dd>
              <bdi class="booking-code">{booking.confirmationCode}</bdi>
            </dd>
          </div>
        )}
        <div>
          <dt class="unseen">{texts.bookingStatus}</dt>
          <dd>
            <StatusPill booking={booking} />
          </dd>
        </div>
      </dl>
    </>
  );
}
