"""What switches and bookings allow, as both gateways answer it. Pure."""

from http import HTTPStatus
from typing import assert_never

from booking_chat.contracts.http.views import BookingView
from booking_chat.contracts.values import RejectionReason, Switches
from booking_chat.contracts.writing import WritingObjection, has_chat
from booking_chat.service.http.problems import Problem


def require_portal(switches: Switches) -> None:
    """Raises Problem 403 `portal-disabled` while the master switch is off."""
    if not switches.portal_enabled:
        raise refusal(RejectionReason.PORTAL_DISABLED)


def require_chat(booking: BookingView) -> None:
    """Raises Problem 409 `draft-booking` for a booking that has no conversation yet."""
    if not has_chat(booking.status):
        raise refusal(RejectionReason.DRAFT_BOOKING)


def refusal(objection: WritingObjection) -> Problem:
    """The answer to whoever wants to write where nobody may. Its kind is the objection."""
    match objection:
        case RejectionReason.UNKNOWN_BOOKING:
            return Problem(
                HTTPStatus.CONFLICT,
                objection,
                "This booking no longer exists.",
                "It was withdrawn. Earlier messages stay readable.",
            )
        case RejectionReason.DRAFT_BOOKING:
            return Problem(
                HTTPStatus.CONFLICT,
                objection,
                "This booking is still a draft.",
                "A conversation can start as soon as the booking is made.",
            )
        case RejectionReason.PORTAL_DISABLED:
            return Problem(
                HTTPStatus.FORBIDDEN,
                objection,
                "Messages are not available here.",
                "The customer portal of this location is switched off.",
            )
        case RejectionReason.MESSAGING_DISABLED:
            return Problem(
                HTTPStatus.FORBIDDEN,
                objection,
                "Messaging is switched off.",
                "No messages can be sent at this location at the moment. "
                "Earlier ones stay readable.",
            )
        case _:
            assert_never(objection)


def pass_if_unknown(problem: Problem) -> None:
    """Raises the problem again, unless it is that nobody can tell."""
    if problem.status is not HTTPStatus.SERVICE_UNAVAILABLE:
        raise problem
