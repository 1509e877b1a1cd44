/** What was booked: activity, when, in which state, under which code. */

import { useState } from "preact/hooks";
import type { Booking, LocationCard } from "../client/gateway/contracts";
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
  location: Partial<LocationCard>;
  visit: Visit;
  conversation: Conversation;
}

export function BookingHeader({ booking, location, visit, conversation }: BookingHeaderProps) {
  const texts = useTexts<PortalTexts>();
  const [asks, setAsks] = useState(false);
  const close = () => setAsks(false);
  const leave = () => visit.signOut();
  return (
    <header
      class="booking"
      style={{ borderBlockStart: location.colour ? `0.25rem solid ${location.colour}` : "" }}
    >
      <div class="booking-inner">
        <div class="booking-main">
          <Boundary of={booking} instead={<p class="not-shown">{texts.cannotShow.part}</p>}>
            <Place location={location} />
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

/** Only what our own host serves may be loaded: a logo from elsewhere is left out. */
function ownLogo(logoUrl: string | null | undefined): string | null {
  return logoUrl?.startsWith(`${window.location.origin}/`) ? logoUrl : null;
}

function Place({ location: { name, logoUrl, contact } }: { location: Partial<LocationCard> }) {
  const logo = ownLogo(logoUrl);
  const known = nameOr(name, "");
  const lines = new Set(contact);
  if (!logo && known === "" && lines.size === 0) return null;
  return (
    <p class="booking-place">
      {logo && <img src={logo} alt="" />}
      {known && <bdi class="booking-business">{known}</bdi>}
      {[...lines].map((line) => (
        <bdi key={line}>{line}</bdi>
      ))}
    </p>
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
