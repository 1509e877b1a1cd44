"""What an email says: a title, messages and one button, whatever it is about. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from booking_chat.contracts.http.deliveries import NoticeKind
from notifier.channels.text import one_line, shortened
from notifier.channels.wording import (
    booking_line,
    business,
    counted,
    customer,
    headline,
    left_out,
    moment_words,
    short_code,
)
from notifier.domain.notices import BookingFacts, Notice

_PREVIEW_LENGTH = 120


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message: who wrote it, when as clocks there showed it, and what."""

    name: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class EmailContent:
    """`preview` is what mail programs show beside the subject; `facts` are names and values.

    `action` names the button that leads to `link`, and `note` stands below it. `why` tells
    the reader why they get this, and `unsubscribe` names the link with which they stop it.
    """

    subject: str
    title: str
    preview: str
    why: str
    subtitle: str = ""
    intro: str = ""
    facts: Sequence[tuple[str, str]] = ()
    not_shown: str = ""
    messages: Sequence[ShownMessage] = ()
    action: str = ""
    link: str | None = None
    note: str = ""
    unsubscribe: str = ""
    unsubscribe_url: str | None = None


def content_of(notice: Notice) -> EmailContent:
    """Raises ValueError for a kind of notice that is for programs alone."""
    match notice.kind:
        case NoticeKind.CUSTOMER_MESSAGE_RECEIVED | NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP:
            return _for_staff(notice)
        case NoticeKind.CUSTOMER_HAS_REPLY:
            return _for_customer(notice)
        case NoticeKind.DESTINATION_TEST:
            return _test(notice)
        case NoticeKind.DESTINATION_PAUSED:
            return _paused(notice)
        case NoticeKind.DESTINATION_VERIFICATION:
            return _verification(notice)
        case NoticeKind.CHAT_MESSAGE_CREATED:
            raise ValueError(f"{notice.kind} is not for people")
        case _:
            assert_never(notice.kind)


def _for_staff(notice: Notice) -> EmailContent:
    return EmailContent(
        # The same for all of a conversation, or mail programs would not group its emails.
        subject=_subject(customer(notice), notice.booking),
        title=headline(notice),
        preview=_preview(notice),
        subtitle=booking_line(notice.booking) if notice.booking else "",
        not_shown=_not_shown(notice),
        messages=_messages(notice, notice.location.time_zone),
        action="Open the conversation",
        link=notice.link,
        why=f"This address gets the alerts of {business(notice.location)}.",
        unsubscribe="Unsubscribe from these alerts",
        unsubscribe_url=notice.unsubscribe_url,
    )


def _test(notice: Notice) -> EmailContent:
    return EmailContent(
        subject=f"Test alert of {business(notice.location)}",
        title=headline(notice),
        preview="It works: alerts reach this address.",
        intro="Somebody asked for it on the settings page. Alerts will look like this:",
        subtitle=booking_line(notice.booking) if notice.booking else "",
        messages=_messages(notice, notice.location.time_zone),
        action="Open the settings",
        link=notice.link,
        why=f"This address gets the alerts of {business(notice.location)}.",
        unsubscribe="Unsubscribe from these alerts",
        unsubscribe_url=notice.unsubscribe_url,
    )


def _for_customer(notice: Notice) -> EmailContent:
    zone = notice.booking.time_zone if notice.booking else notice.location.time_zone
    return EmailContent(
        subject=_subject(business(notice.location), notice.booking),
        title=headline(notice),
        preview=_preview(notice),
        subtitle=booking_line(notice.booking) if notice.booking else "",
        not_shown=_not_shown(notice),
        messages=_messages(notice, zone),
        action="Read and answer",
        link=notice.link,
        note="Please answer there: nobody reads what is sent to this email address. "
        "The link is yours alone, so do not pass it on.",
        why="You get this because you have a booking with us and have not read the answer yet.",
        unsubscribe="No more emails about answers",
        unsubscribe_url=notice.unsubscribe_url,
    )


def _paused(notice: Notice) -> EmailContent:
    paused = notice.paused
    if paused is None:
        raise ValueError(f"{notice.kind} does not say which destination it is about")
    since = moment_words(paused.paused_at, notice.location.time_zone)
    return EmailContent(
        subject=f"Alerts to {one_line(paused.name)} are paused",
        title=headline(notice),
        preview=one_line(paused.why),
        intro=f"{business(notice.location)} sends no more alerts to this destination "
        "until somebody switches it on again.",
        facts=(
            ("Destination", paused.name),
            ("Where", paused.where),
            ("Why", paused.why),
            ("Since", since),
        ),
        action="Open the settings",
        link=notice.link,
        note="What could not be sent can be sent again from there.",
        why=f"You get this because you look after alerts of {business(notice.location)}.",
    )


def _verification(notice: Notice) -> EmailContent:
    return EmailContent(
        subject=f"Please confirm this address for alerts of {business(notice.location)}",
        title=headline(notice),
        preview=f"{business(notice.location)} would like to send alerts here.",
        intro=f"{business(notice.location)} would like to send an email to this address when a "
        "customer writes. It starts once you confirm that this is what you want.",
        action="Confirm this address",
        link=notice.link,
        note="If you did not expect this, do nothing: no alerts will come.",
        why="You get this once, because somebody typed in this address.",
    )


def _subject(who: str, booking: BookingFacts | None) -> str:
    if booking is None:
        return who
    activity = one_line(booking.activity_name or "")
    about = f"{activity} ({short_code(booking)})" if activity else short_code(booking)
    return f"{who}: {about}"


def _preview(notice: Notice) -> str:
    newest = notice.messages[-1].text if notice.messages else ""
    return shortened(one_line(newest), _PREVIEW_LENGTH)


def _not_shown(notice: Notice) -> str:
    count = left_out(notice)
    return f"{counted(count, 'earlier message')} not shown" if count else ""


def _messages(notice: Notice, time_zone: str) -> list[ShownMessage]:
    return [
        ShownMessage(message.sender_name, moment_words(message.sent_at, time_zone), message.text)
        for message in notice.messages
    ]
