/** Who the customer is, what they booked, when, and its state. */

import type { ComponentChildren } from "preact";
import type { Thread } from "../../../client/gateway/contracts";
import { StatusPill } from "../../../conversation/components/StatusPill";
import { useCopy } from "../../../conversation/hooks/use-copy";
import { useNow } from "../../../conversation/hooks/use-now";
import { bookingWhen } from "../../../conversation/model/booking-when";
import { absoluteLabel, dayLabel, timeLabel } from "../../../conversation/model/days";
import { Boundary } from "../../../design/Boundary";
import { IconButton } from "../../../design/components";
import { languageName, localTimeZone, numberText } from "../../../locale/intl";
import { nameOr, showsSomething } from "../../../locale/visible";
import { useLanguage } from "../../../texts/context";
import { useTexts } from "../../kit/hooks/texts";

interface DetailsProps {
  thread: Thread;
  onClose: () => void;
}

export function Details({ thread, onClose }: DetailsProps) {
  const texts = useTexts();
  return (
    <aside class="details" aria-label={texts.details.title}>
      <header class="details-head">
        <h2>{texts.details.title}</h2>
        <IconButton icon="close" label={texts.details.hide} onClick={onClose} />
      </header>
      <Boundary of={thread} instead={<p class="not-shown">{texts.cannotShow.part}</p>}>
        <Facts thread={thread} />
      </Boundary>
    </aside>
  );
}

function Facts({ thread }: { thread: Thread }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const { booking } = thread;
  const { customer, phone, language, partySize, activityId, note, bookingUrl } = booking;
  const when = bookingWhen(booking, locale, localTimeZone());
  return (
    <>
      <dl>
        <Fact name={texts.details.customer}>
          <bdi class="details-strong">{nameOr(customer.name, texts.someCustomer)}</bdi>
        </Fact>
        <Fact name={texts.details.email}>
          {customer.email === null ? (
            <span class="details-none">{texts.details.noEmail}</span>
          ) : (
            <Copied text={customer.email} />
          )}
        </Fact>
        {phone && (
          <Fact name={texts.details.phone}>
            <Copied text={phone} />
          </Fact>
        )}
        {language && (
          <Fact name={texts.details.language}>
            <bdi>{languageName(language, locale)}</bdi>
          </Fact>
        )}
      </dl>
      <dl>
        <Fact name={texts.details.activity}>
          {nameOr(booking.activityName, "") === "" ? (
            <span class="details-none">{texts.details.noActivity}</span>
          ) : (
            <bdi class="details-strong">{booking.activityName}</bdi>
          )}
        </Fact>
        <Fact name={texts.details.when}>
          {when === null ? (
            <span class="details-none">{texts.details.noDate}</span>
          ) : (
            <time dateTime={booking.startTime ?? ""}>{when}</time>
          )}
        </Fact>
        <Fact name={texts.details.status}>
          <StatusPill booking={booking} />
        </Fact>
        {showsSomething(booking.confirmationCode) && (
          <Fact name={texts.details.code}>
            <Copied text={booking.confirmationCode} />
          </Fact>
        )}
        {partySize && <Fact name={texts.details.partySize}>{numberText(partySize, locale)}</Fact>}
        {activityId && (
          <Fact name={texts.details.activityId}>
            <Copied text={activityId} />
          </Fact>
        )}
        {note && (
          <Fact name={texts.details.note}>
            <p class="details-note" dir="auto">
              {note}
            </p>
          </Fact>
        )}
        {bookingUrl?.startsWith("https://") && (
          <Fact name={texts.details.platform}>
            <a href={bookingUrl} target="_blank" rel="noopener nofollow">
              {texts.details.atPlatform}
            </a>
          </Fact>
        )}
      </dl>
      <dl>
        <Fact name={texts.details.opened}>
          <Moment moment={thread.openedAt} timeZone={booking.timeZone} />
        </Fact>
        <Fact name={texts.details.readByCustomer}>
          {thread.customerReadAt === null ? (
            <span class="details-none">{texts.details.notYet}</span>
          ) : (
            <Moment moment={thread.customerReadAt} timeZone={booking.timeZone} />
          )}
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Copied({ text }: { text: string }) {
  const texts = useTexts();
  const { copied, copy } = useCopy(text);
  return (
    <button type="button" class="copied" title={texts.copy} onClick={copy}>
      <bdi>{text}</bdi>
      <span class="copied-word" role="status">
        {copied ? texts.copied : ""}
      </span>
    </button>
  );
}

function Moment({ moment, timeZone }: { moment: string; timeZone: string }) {
  const { locale } = useLanguage();
  const now = useNow();
  const place = { locale, timeZone };
  const at = Date.parse(moment);
  return (
    <time dateTime={moment} title={absoluteLabel(at, place)}>
      {dayLabel(at, now, place)}, {timeLabel(at, place)}
    </time>
  );
}
