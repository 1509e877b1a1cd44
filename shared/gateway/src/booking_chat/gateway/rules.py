"""What switches and bookings allow, as both gateways answer it. Pure."""

from http import HTTPStatus
from typing import assert_never

from booking_chat.contracts.http.views import BookingView
from booking_chat.contracts.values import BookingStatus, Switches
from booking_chat.service.http.problems import Problem


def require_portal(switches: Switches) -> None:
    """Raises Problem 403 `portal-disabled` while the master switch is off."""
    if not switches.portal_enabled:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "portal-disabled",
            "Messages are not available here.",
            "The customer portal of this location is switched off.",
        )


def require_messaging(switches: Switches) -> None:
    """Raises Problem 403 unless messages can be sent."""
    require_portal(switches)
    if not switches.can_message:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "messaging-disabled",
            "Messaging is switched off.",
            "No messages can be sent at this location at the moment. Earlier ones stay readable.",
        )


def has_chat(status: BookingStatus) -> bool:
    """A draft has no conversation yet; every other booking has one."""
    match status:
        case BookingStatus.DRAFT:
            return False
        case (
            BookingStatus.PENDING
            | BookingStatus.CONFIRMED
            | BookingStatus.CANCELED
            | BookingStatus.COMPLETE
        ):
            return True
        case _:
            assert_never(status)


def require_chat(booking: BookingView) -> None:
    """Raises Problem 409 `draft-booking` for a booking that has no conversation yet."""
    if not has_chat(booking.status):
        raise Problem(
            HTTPStatus.CONFLICT,
            "draft-booking",
            "This booking is still a draft.",
            "A conversation can start as soon as the booking is made.",
        )


def pass_if_unknown(problem: Problem) -> None:
    """Raises the problem again, unless it is that nobody can tell."""
    if problem.status is not HTTPStatus.SERVICE_UNAVAILABLE:
        raise problem
