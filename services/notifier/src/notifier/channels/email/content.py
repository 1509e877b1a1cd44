"""What an email says: a title, messages and one button, whatever it is about. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.languages import Direction, Language, direction_of
from notifier.channels.text import name_of, one_line, shortened
from notifier.channels.texts.catalogue import Texts
from notifier.channels.texts.languages import texts_in
from notifier.channels.wording import (
    booking_line,
    business,
    customer,
    for_people,
    headline,
    left_out,
    moment_words,
    sender,
    short_code,
    why_paused,
)
from notifier.domain.notices import BookingFacts, Notice, NoticeMessage

_PREVIEW_LENGTH = 120


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message: who wrote it, when as clocks there showed it, and what.

    `byline` is who and when in one line, for plain text.
    """

    name: str
    when: str
    byline: str
    text: str


@dataclass(frozen=True, slots=True)
class EmailContent:
    """`preview` is what mail programs show beside the subject; `facts` are names and values.

    `action` names the button that leads to `link`, and `note` stands below it. `why` tells
    the reader why they get this, and `unsubscribe` names the link with which they stop it.
    """

    language: Language
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

    @property
    def direction(self) -> Direction:
        return direction_of(self.language)


def content_of(notice: Notice) -> EmailContent:
    """Raises ValueError for a kind of notice that is for programs alone."""
    texts = texts_in(notice.language)
    match notice.kind:
        case NoticeKind.CUSTOMER_MESSAGE_RECEIVED | NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP:
            return _for_staff(notice, texts)
        case NoticeKind.CUSTOMER_HAS_REPLY:
            return _for_customer(notice, texts)
        case NoticeKind.DESTINATION_TEST:
            return _test(for_people(notice, texts), texts)
        case NoticeKind.DESTINATION_PAUSED:
            return _paused(notice, texts)
        case NoticeKind.DESTINATION_VERIFICATION:
            return _verification(notice, texts)
        case NoticeKind.CHAT_MESSAGE_CREATED:
            raise ValueError(f"{notice.kind} is not for people")
        case _:
            assert_never(notice.kind)


def _for_staff(notice: Notice, texts: Texts) -> EmailContent:
    return EmailContent(
        language=texts.language,
        # The same for all of a conversation, or mail programs would not group its emails.
        subject=_subject(customer(notice, texts), notice.booking),
        title=headline(notice, texts),
        preview=_preview(notice),
        subtitle=_subtitle(notice, texts),
        not_shown=_not_shown(notice, texts),
        messages=_messages(notice, notice.location.time_zone, texts),
        action=texts.open_conversation,
        link=notice.link,
        why=texts.staff.why(business(notice.location, texts)),
        unsubscribe=texts.staff.unsubscribe,
        unsubscribe_url=notice.unsubscribe_url,
    )


def _test(notice: Notice, texts: Texts) -> EmailContent:
    return EmailContent(
        language=texts.language,
        subject=texts.staff.test_subject(business(notice.location, texts)),
        title=headline(notice, texts),
        preview=texts.staff.test_preview,
        intro=texts.staff.test_intro,
        subtitle=_subtitle(notice, texts),
        messages=_messages(notice, notice.location.time_zone, texts),
        action=texts.open_settings,
        link=notice.link,
        why=texts.staff.why(business(notice.location, texts)),
        unsubscribe=texts.staff.unsubscribe,
        unsubscribe_url=notice.unsubscribe_url,
    )


def _for_customer(notice: Notice, texts: Texts) -> EmailContent:
    zone = notice.booking.time_zone if notice.booking else notice.location.time_zone
    return EmailContent(
        language=texts.language,
        subject=_subject(business(notice.location, texts), notice.booking),
        title=headline(notice, texts),
        preview=_preview(notice),
        subtitle=_subtitle(notice, texts),
        not_shown=_not_shown(notice, texts),
        messages=_messages(notice, zone, texts),
        action=texts.customer.action,
        link=notice.link,
        note=texts.customer.note,
        why=texts.customer.why,
        unsubscribe=texts.customer.unsubscribe,
        unsubscribe_url=notice.unsubscribe_url,
    )


def _paused(notice: Notice, texts: Texts) -> EmailContent:
    paused, words = notice.paused, texts.paused
    if paused is None:
        raise ValueError(f"{notice.kind} does not say which destination it is about")
    why = why_paused(paused, texts)
    return EmailContent(
        language=texts.language,
        subject=words.subject(one_line(paused.name)),
        title=headline(notice, texts),
        preview=one_line(why),
        intro=words.intro(business(notice.location, texts)),
        facts=(
            (words.destination, paused.name),
            (words.where, paused.where),
            (words.why, why),
            (words.since, moment_words(paused.paused_at, notice.location.time_zone, texts)),
        ),
        action=texts.open_settings,
        link=notice.link,
        note=words.note,
        why=words.why_you(business(notice.location, texts)),
    )


def _verification(notice: Notice, texts: Texts) -> EmailContent:
    words, who = texts.verification, business(notice.location, texts)
    return EmailContent(
        language=texts.language,
        subject=words.subject(who),
        title=headline(notice, texts),
        preview=words.preview(who),
        intro=words.intro(who),
        action=words.action,
        link=notice.link,
        note=words.note,
        why=words.why,
    )


def _subject(who: str, booking: BookingFacts | None) -> str:
    if booking is None:
        return who
    activity = name_of(booking.activity_name or "")
    code = short_code(booking)
    about = f"{activity} ({code})" if activity and code else activity or code
    return f"{who}: {about}" if about else who


def _subtitle(notice: Notice, texts: Texts) -> str:
    return booking_line(notice.booking, texts) if notice.booking else ""


def _preview(notice: Notice) -> str:
    newest = notice.messages[-1].text if notice.messages else ""
    return shortened(one_line(newest), _PREVIEW_LENGTH)


def _not_shown(notice: Notice, texts: Texts) -> str:
    count = left_out(notice)
    return texts.not_shown(count) if count else ""


def _messages(notice: Notice, time_zone: str, texts: Texts) -> list[ShownMessage]:
    return [
        _shown(message, moment_words(message.sent_at, time_zone, texts), texts)
        for message in notice.messages
    ]


def _shown(message: NoticeMessage, when: str, texts: Texts) -> ShownMessage:
    name = sender(message, texts)
    return ShownMessage(name, when, texts.byline(name, when), message.text)
