"""What all channels say of a notice: titles, dates, short codes. Pure.

The words are in `texts`, the catalogue of the notice's language.
"""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.http.destinations import PauseReason
from booking_chat.contracts.time_zones import time_zone_rules
from booking_chat.contracts.values import SenderType
from notifier.channels.text import name_of
from notifier.channels.texts.catalogue import Texts
from notifier.domain.notices import (
    BookingFacts,
    LocationFacts,
    Notice,
    NoticeMessage,
    PausedDestination,
)


def headline(notice: Notice, texts: Texts) -> str:  # noqa: PLR0911 - one sentence a kind
    """A notice in one sentence."""
    match notice.kind:
        case NoticeKind.CUSTOMER_MESSAGE_RECEIVED:
            return texts.customer_has_written(customer(notice, texts))
        case NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP:
            return texts.more_messages(notice.message_count, customer(notice, texts))
        case NoticeKind.CUSTOMER_HAS_REPLY:
            return texts.has_answered(business(notice.location, texts))
        case NoticeKind.CHAT_MESSAGE_CREATED:
            return texts.message_was_written
        case NoticeKind.DESTINATION_TEST:
            return texts.is_a_test
        case NoticeKind.DESTINATION_PAUSED:
            return texts.alerts_are_paused
        case NoticeKind.DESTINATION_VERIFICATION:
            return texts.please_confirm
        case _:
            assert_never(notice.kind)


def for_people(notice: Notice, texts: Texts) -> Notice:
    """The notice as people get it: a sample's message in their language, all else as it is."""
    if notice.kind is not NoticeKind.DESTINATION_TEST:
        return notice
    staff = texts.staff
    return replace(
        notice,
        messages=tuple(
            replace(message, sender_name=staff.sample_customer, text=staff.sample_message)
            for message in notice.messages
        ),
    )


def customer(notice: Notice, texts: Texts) -> str:
    return name_of(notice.booking.customer_name if notice.booking else "") or texts.some_customer


def sender(message: NoticeMessage, texts: Texts) -> str:
    """Who wrote a message; somebody without a name is called by what they are."""
    match message.sender_type:
        case SenderType.CUSTOMER:
            return name_of(message.sender_name) or texts.some_customer
        case SenderType.OPERATOR:
            return name_of(message.sender_name) or texts.some_business
        case _:
            assert_never(message.sender_type)


def business(location: LocationFacts, texts: Texts) -> str:
    return name_of(location.name or "") or texts.some_business


def short_code(booking: BookingFacts) -> str:
    """The part of a booking's code that people use: up to the first hyphen, if any is before it."""
    code = name_of(booking.confirmation_code)
    return code.partition("-")[0].strip() or code


def booking_line(booking: BookingFacts, texts: Texts) -> str:
    """Activity, date and code, as far as they are known."""
    start = booking.start_time
    parts = [
        name_of(booking.activity_name or ""),
        moment_words(start, booking.time_zone, texts) if start else "",
        short_code(booking),
    ]
    return " · ".join(part for part in parts if part)


def moment_words(moment: datetime, time_zone: str, texts: Texts) -> str:
    """A moment as clocks there show it."""
    return texts.moment(moment.astimezone(time_zone_rules(time_zone)))


def why_paused(paused: PausedDestination, texts: Texts) -> str:
    match paused.reason:
        case PauseReason.GONE:
            return texts.paused.gone
        case PauseReason.FAILING:
            return texts.paused.failing
        case PauseReason.BY_HAND | PauseReason.UNSUBSCRIBED | None:
            # Stored before there were reasons: nobody is told of pauses by people.
            return paused.why
        case _:
            assert_never(paused.reason)


def left_out(notice: Notice) -> int:
    """How many messages a notice counts but does not hold."""
    return max(notice.message_count - len(notice.messages), 0)
