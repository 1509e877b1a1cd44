/** Starting a conversation: find the booking, and write. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Booking } from "../../../client/gateway/contracts";
import { asRequestFailure, ProblemError } from "../../../client/gateway/problems";
import { assertNever } from "../../../client/platform/assert-never";
import { StatusPill } from "../../../conversation/components/StatusPill";
import { bookingWhen } from "../../../conversation/model/booking-when";
import { Boundary } from "../../../design/Boundary";
import { Button, Notice, Spinner } from "../../../design/components";
import { Icon } from "../../../design/icons";
import { useValue } from "../../../design/use-value";
import { localTimeZone } from "../../../locale/intl";
import { nameOr } from "../../../locale/visible";
import { useLanguage } from "../../../texts/context";
import { PageHead } from "../../kit/components/PageHead";
import { SettingsLink } from "../../kit/components/SettingsLink";
import { useDashboard, useScope, useWorkspace } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { useKeys } from "../../kit/hooks/use-keys";
import { BookingSearch } from "../../model/booking-search";

const SEARCH_AFTER_MS = 200;

export function NewConversationPage() {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace } = useWorkspace();
  const canMessage = useValue(workspace.canMessage);
  const search = useMemo(
    () => new BookingSearch(dashboard.bookings(workspace)),
    [dashboard, workspace],
  );
  const field = useRef<HTMLInputElement>(null);
  const inbox = {
    page: "inbox",
    locationId: workspace.location.locationId,
    threadId: null,
  } as const;
  useKeys({
    search: () => field.current?.select(),
    back: () => dashboard.router.go(inbox),
  });
  return (
    <main class="page page-start">
      <PageHead back={inbox}>{texts.start.title}</PageHead>
      {canMessage === false ? (
        <Off />
      ) : (
        <>
          <Field search={search} field={field} />
          <Results search={search} />
        </>
      )}
    </main>
  );
}

function Off() {
  const texts = useTexts();
  return (
    <Notice icon="off" title={texts.off.title} actions={<SettingsLink class="button" />}>
      {texts.off.noStart}
    </Notice>
  );
}

function Field({
  search,
  field,
}: {
  search: BookingSearch;
  field: { current: HTMLInputElement | null };
}) {
  const texts = useTexts();
  const [words, setWords] = useState("");
  useEffect(() => {
    field.current?.focus();
  }, [field]);
  useEffect(() => {
    const timer = setTimeout(() => void search.search(words), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [search, words]);
  return (
    <search class="search search-large">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        value={words}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        placeholder={texts.start.hint}
        aria-label={texts.start.label}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
    </search>
  );
}

function Results({ search }: { search: BookingSearch }) {
  const texts = useTexts();
  const found = useValue(search.found);
  switch (found.kind) {
    case "nothing-asked":
      return <p class="start-hint">{texts.start.how}</p>;
    case "searching":
      return (
        <div class="start-hint">
          <Spinner label={texts.loading} />
        </div>
      );
    case "failed":
      return (
        <Notice icon="alert" title={texts.start.failed}>
          {texts.tryLater}
        </Notice>
      );
    case "found":
      if (found.bookings.length === 0) {
        return (
          <Notice icon="search" title={texts.search.nothing(found.words)}>
            {texts.start.nothingHint}
          </Notice>
        );
      }
      return (
        <>
          <p class="unseen" role="status">
            {texts.start.count(found.bookings.length)}
          </p>
          <ul class="bookings">
            {found.bookings.map((booking) => (
              <Boundary
                key={booking.bookingId}
                of={booking}
                instead={<li>{texts.cannotShowRow}</li>}
              >
                <Found booking={booking} />
              </Boundary>
            ))}
          </ul>
          {found.nextCursor !== null && (
            <div class="more">
              <Button onClick={() => void search.more()}>{texts.more}</Button>
            </div>
          )}
        </>
      );
    default:
      return assertNever(found);
  }
}

function Found({ booking }: { booking: Booking }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const { start, isStarting } = useStarting(booking);
  const when = bookingWhen(booking, locale, localTimeZone());
  const isDraft = booking.status === "draft";
  return (
    <li>
      <button
        type="button"
        class="booking-found"
        aria-disabled={isDraft || isStarting}
        onClick={() => {
          if (!isDraft && !isStarting) void start();
        }}
      >
        <span class="booking-who">
          <bdi class="details-strong">{nameOr(booking.customer.name, texts.someCustomer)}</bdi>
          <StatusPill booking={booking} />
        </span>
        <span class="booking-what">
          {booking.activityName !== null && <bdi>{booking.activityName}</bdi>}
          {when !== null && <time dateTime={booking.startTime ?? ""}>{when}</time>}
        </span>
        <span class="booking-what">
          <bdi>{booking.confirmationCode}</bdi>
          {booking.customer.email !== null && <bdi>{booking.customer.email}</bdi>}
          {isDraft && <span>{texts.start.draft}</span>}
        </span>
        {isStarting && <Spinner label={texts.loading} />}
      </button>
    </li>
  );
}

/** Opens the conversation of a booking, or finds it, and goes there. */
function useStarting({ bookingId, locationId }: Booking) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace } = useWorkspace();
  // Whoever has gone elsewhere in the meantime is not taken away from there.
  const scope = useScope();
  const [isStarting, setStarting] = useState(false);
  const start = async () => {
    setStarting(true);
    try {
      const { threadId } = await scope.held(dashboard.bookings(workspace).openThread(bookingId));
      dashboard.goToNew(locationId, threadId);
    } catch (error) {
      const failure = asRequestFailure(error);
      const why = failure instanceof ProblemError ? texts.why[failure.kind] : undefined;
      dashboard.toasts.show([texts.start.notStarted, why].filter(Boolean).join(" "), "danger");
      setStarting(false);
    }
  };
  return { start, isStarting };
}
