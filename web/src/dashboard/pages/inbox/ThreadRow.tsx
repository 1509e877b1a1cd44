/** One row of the inbox. */

import type { Thread } from "../../../client/gateway/contracts";
import { StatusPill } from "../../../conversation/components/StatusPill";
import { absoluteLabel } from "../../../conversation/model/days";
import { Boundary } from "../../../design/Boundary";
import { Badge } from "../../../design/components";
import { cut } from "../../../locale/cut";
import { nameOr, showsSomething } from "../../../locale/visible";
import { agoOf } from "../../../texts/ago";
import { useLanguage } from "../../../texts/context";
import { badgeText } from "../../kit/format/badge-text";
import { bookingDate, shortCode } from "../../kit/format/booking-date";
import { useTexts } from "../../kit/hooks/texts";
import { hrefOf } from "../../model/navigation/routes";

/** Characters (code points) of a draft that a row has room for. */
const DRAFT_LENGTH = 80;

interface ThreadRowProps {
  thread: Thread;
  id: string;
  /** Its place in the list, from 0. */
  index: number;
  /** How long the list is; null while its end is not known. */
  length: number | null;
  /** Where it is drawn, from the list's top. */
  top: string;
  now: number;
  isOpen: boolean;
  /** The keyboard is on it. */
  isActive: boolean;
  /** What was written into it and not sent. */
  draft: string;
  onOpen: () => void;
}

export function ThreadRow(props: ThreadRowProps) {
  const { thread, id, index, length, isOpen, isActive, onOpen } = props;
  const texts = useTexts();
  const { locationId, threadId } = thread;
  const names = ["thread-row"];
  if (thread.unread > 0) names.push("thread-row-unread");
  if (isActive) names.push("thread-row-active");
  return (
    <a
      id={id}
      class={names.join(" ")}
      href={hrefOf({ page: "inbox", locationId, threadId })}
      role="option"
      aria-selected={isOpen}
      aria-posinset={index + 1}
      aria-setsize={length ?? -1}
      tabIndex={-1}
      data-thread={threadId}
      style={{ insetBlockStart: props.top }}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
    >
      <Boundary of={thread} instead={<span class="thread-row-line">{texts.cannotShowRow}</span>}>
        <Lines {...props} />
      </Boundary>
    </a>
  );
}

function Lines(props: ThreadRowProps) {
  const { thread } = props;
  const texts = useTexts();
  const { booking } = thread;
  return (
    <>
      <span class="thread-row-line">
        <bdi class="thread-row-name">{nameOr(booking.customer.name, texts.someCustomer)}</bdi>
        <bdi class="thread-row-code">{shortCode(booking.confirmationCode)}</bdi>
        <When {...props} />
      </span>
      <span class="thread-row-line">
        <Activity {...props} />
        <StatusPill booking={booking} />
      </span>
      <span class="thread-row-line">
        <Preview {...props} />
        <Unread count={thread.unread} />
      </span>
    </>
  );
}

function When({ thread, now }: ThreadRowProps) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const moment = thread.lastMessageAt ?? thread.openedAt;
  const ago = agoOf(Date.parse(moment), now);
  const place = { locale, timeZone: thread.booking.timeZone };
  return (
    <time
      class="thread-row-when"
      dateTime={moment}
      title={absoluteLabel(Date.parse(moment), place)}
    >
      <span aria-hidden="true">{texts.ago(ago)}</span>
      <span class="unseen">{texts.agoSpoken(ago)}</span>
    </time>
  );
}

function Activity({ thread, now }: ThreadRowProps) {
  const { locale } = useLanguage();
  const { booking } = thread;
  const date = bookingDate(booking, now, locale);
  return (
    <span class="thread-row-activity">
      {booking.activityName !== null && <bdi class="thread-row-what">{booking.activityName}</bdi>}
      {booking.activityName !== null && date !== null && <span aria-hidden="true">·</span>}
      {date !== null && <time dateTime={booking.startTime ?? ""}>{date}</time>}
    </span>
  );
}

function Preview({ thread, draft, isOpen }: ThreadRowProps) {
  const texts = useTexts();
  if (showsSomething(draft) && !isOpen) {
    return (
      <span class="thread-row-preview">
        <span class="thread-row-draft">{texts.draft}</span> <bdi>{cut(draft, DRAFT_LENGTH)}</bdi>
      </span>
    );
  }
  if (thread.preview === null) {
    return <span class="thread-row-preview thread-row-none">{texts.noMessagesYet}</span>;
  }
  return (
    <span class="thread-row-preview">
      <bdi>{thread.preview}</bdi>
    </span>
  );
}

function Unread({ count }: { count: number }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  if (count === 0) return null;
  return <Badge label={texts.unreadMessages(count)}>{badgeText(count, locale)}</Badge>;
}
