import type { Thread } from "../../../client/gateway/contracts";
import { StatusPill } from "../../../conversation/components/StatusPill";
import { useNow } from "../../../conversation/hooks/use-now";
import { Boundary } from "../../../design/Boundary";
import { Icon } from "../../../design/icons";
import { nameOr } from "../../../locale/visible";
import { useLanguage } from "../../../texts/context";
import { ToolButton } from "../../kit/components/ToolButton";
import { bookingDate, shortCode } from "../../kit/format/booking-date";
import { useWorkspace } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { hrefOf } from "../../model/navigation/routes";

interface ThreadHeaderProps {
  /** null while nothing is known of it. */
  thread: Thread | null;
  detailsShown: boolean;
  onDetails: () => void;
  onUnread: () => void;
}

export function ThreadHeader({ thread, detailsShown, onDetails, onUnread }: ThreadHeaderProps) {
  const texts = useTexts();
  const { workspace } = useWorkspace();
  const back = hrefOf({ page: "inbox", locationId: workspace.location.locationId, threadId: null });
  return (
    <header class="thread-head">
      <a
        class="tool thread-back"
        href={back}
        aria-label={texts.backToList}
        title={texts.backToList}
      >
        <Icon name="back" />
      </a>
      <div class="thread-who">
        {thread ? (
          <Boundary of={thread} instead={<p class="not-shown">{texts.cannotShow.part}</p>}>
            <Who thread={thread} />
          </Boundary>
        ) : (
          <>
            <span class="placeholder placeholder-name" aria-hidden="true" />
            <span class="placeholder placeholder-facts" aria-hidden="true" />
          </>
        )}
      </div>
      <ToolButton icon="unread" label={texts.markUnread} keyHint="U" onClick={onUnread} />
      <ToolButton
        icon="details"
        label={texts.details.title}
        pressed={detailsShown}
        onClick={onDetails}
      />
    </header>
  );
}

function Who({ thread: { booking } }: { thread: Thread }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const now = useNow();
  const date = bookingDate(booking, now, locale);
  const code = shortCode(booking.confirmationCode);
  const facts = [
    booking.activityName === null ? null : <bdi key="what">{booking.activityName}</bdi>,
    date === null ? null : (
      <time key="when" dateTime={booking.startTime ?? ""}>
        {date}
      </time>
    ),
    code === "" ? null : <bdi key="code">{code}</bdi>,
  ].filter((fact) => fact !== null);
  return (
    <>
      <h2>
        <bdi>{nameOr(booking.customer.name, texts.someCustomer)}</bdi>{" "}
        <StatusPill booking={booking} />
      </h2>
      <p class="thread-facts">
        {facts.map((fact, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: three facts in their order
          <span key={i}>{fact}</span>
        ))}
      </p>
    </>
  );
}
