"""Texts that all channels share: titles, dates, short codes. Pure."""

from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from booking_chat.contracts.http.deliveries import NoticeKind
from notifier.channels.text import one_line
from notifier.domain.notices import BookingFacts, LocationFacts, Notice

_NOBODY = "A customer"
_SOME_BUSINESS = "The team"


def headline(notice: Notice) -> str:  # noqa: PLR0911 - one sentence a kind
    """A notice in one sentence."""
    match notice.kind:
        case NoticeKind.CUSTOMER_MESSAGE_RECEIVED:
            return f"{customer(notice)} has written"
        case NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP:
            return f"{counted(notice.message_count, 'more message')} from {customer(notice)}"
        case NoticeKind.CUSTOMER_HAS_REPLY:
            return f"{business(notice.location)} has answered you"
        case NoticeKind.CHAT_MESSAGE_CREATED:
            return "A message was written"
        case NoticeKind.DESTINATION_TEST:
            return "This is a test: no customer has written"
        case NoticeKind.DESTINATION_PAUSED:
            return "Alerts are paused"
        case NoticeKind.DESTINATION_VERIFICATION:
            return "Please confirm your address"
        case _:
            assert_never(notice.kind)


def counted(number: int, thing: str) -> str:
    """`1 message`, `3 messages`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def customer(notice: Notice) -> str:
    return one_line(notice.booking.customer_name if notice.booking else "") or _NOBODY


def business(location: LocationFacts) -> str:
    return one_line(location.name or "") or _SOME_BUSINESS


def short_code(booking: BookingFacts) -> str:
    """The part of a booking's code that people use: up to the first hyphen."""
    return one_line(booking.confirmation_code).partition("-")[0]


def booking_line(booking: BookingFacts) -> str:
    """Activity, date and code, as far as they are known."""
    parts = [
        one_line(booking.activity_name or ""),
        moment_words(booking.start_time, booking.time_zone) if booking.start_time else "",
        short_code(booking),
    ]
    return " · ".join(part for part in parts if part)


def moment_words(moment: datetime, time_zone: str) -> str:
    """A moment as clocks there show it: `Wed 18 Mar 2026, 18:00`."""
    there = moment.astimezone(ZoneInfo(time_zone))
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M}"


def left_out(notice: Notice) -> int:
    """How many messages a notice counts but does not hold."""
    return max(notice.message_count - len(notice.messages), 0)
