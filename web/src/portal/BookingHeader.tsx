/** What was booked: activity, when, in which state, under which code. */

import { useState } from "preact/hooks";
import type { Booking } from "../client/gateway/contracts";
import type { Conversation } from "../client/messaging/conversation";
import { StatusPill } from "../conversation/components/StatusPill";
import { bookingWhen } from "../conversation/model/booking-when";
import { localTimeZone } from "../conversation/model/local-dates";
import { Button, Dialog, IconButton } from "../design/components";
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
  const { locale } = useLanguage();
  const [asks, setAsks] = useState(false);
  const when = bookingWhen(booking, locale, localTimeZone());
  const close = () => setAsks(false);
  const leave = () => visit.signOut();
  return (
    <header class="booking">
      <div class="booking-inner">
        <div class="booking-main">
          <h1>
            <bdi>{booking.activityName ?? texts.yourBooking}</bdi>
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
            {booking.confirmationCode.trim() !== "" && (
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
                <StatusPill status={booking.status} />
              </dd>
            </div>
          </dl>
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
