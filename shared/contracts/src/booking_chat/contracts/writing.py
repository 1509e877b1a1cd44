"""May somebody write about a booking right now, and why not.

chat-core decides commands by this, its views show it, and gateways refuse by it. Pure.
"""

from typing import Literal

from booking_chat.contracts.values import BookingStatus, RejectionReason, Switches

WritingObjection = Literal[
    RejectionReason.UNKNOWN_BOOKING,
    RejectionReason.DRAFT_BOOKING,
    RejectionReason.PORTAL_DISABLED,
    RejectionReason.MESSAGING_DISABLED,
]
"""Why nobody may write about a booking; `unknown-booking` is one that was withdrawn."""


def writing_objection(
    status: BookingStatus | str, switches: Switches, *, withdrawn: bool
) -> WritingObjection | None:
    """Why nobody may write about this booking, None when both sides may."""
    if withdrawn:
        return RejectionReason.UNKNOWN_BOOKING
    if not has_chat(status):
        return RejectionReason.DRAFT_BOOKING
    if not switches.portal_enabled:
        return RejectionReason.PORTAL_DISABLED
    if not switches.support_messaging:
        return RejectionReason.MESSAGING_DISABLED
    return None


def has_chat(status: BookingStatus | str) -> bool:
    """A draft has no conversation yet; every other booking has one, whatever its status is."""
    match status:
        case BookingStatus.DRAFT:
            return False
        case _:
            return True
