"""Notices about destinations: verification links and pauses. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from booking_chat.contracts.http.deliveries import Audience, DeliveryState, NoticeKind
from booking_chat.contracts.http.destinations import DestinationKind, PauseReason
from booking_chat.contracts.ids import derived_id
from notifier.domain.deliveries import Delivery, PausedAbout
from notifier.domain.destinations.destination import Destination, administrators_of

WHY_GONE = "it says that nothing is received there any more"
WHY_FAILING = "nothing could be delivered there for five days"


def verification_delivery(
    destination: Destination, new_id: str, now: datetime, retention: timedelta
) -> Delivery:
    """The notice whose link verifies a destination's address."""
    return Delivery(
        id=new_id,
        location_id=destination.location_id,
        audience=Audience.STAFF,
        about=NoticeKind.DESTINATION_VERIFICATION,
        lane=destination.id,
        queue=destination.id,
        destination_id=destination.id,
        destination_name=destination.name,
        kind=destination.kind,
        state=DeliveryState.WAITING,
        next_attempt_at=now,
        created_at=now,
        keep_until=now + retention,
    )


def pause_deliveries(
    before: Destination,
    after: Destination,
    all_of_location: Sequence[Destination],
    retention: timedelta,
) -> list[Delivery]:
    """Emails to administrators when the notifier paused one of their destinations.

    None for a pause by hand or by an unsubscribe link.
    """
    why = _why(after.pause_reason)
    if why is None or after.paused_at is None:
        return []
    about = PausedAbout(
        name=after.name,
        where=after.shown_where,
        why=why,
        reason=after.pause_reason,
        paused_at=after.paused_at,
    )
    return [
        Delivery(
            id=derived_id("paused", after.id, after.paused_at.isoformat(), address),
            location_id=after.location_id,
            audience=Audience.STAFF,
            about=NoticeKind.DESTINATION_PAUSED,
            lane=lane,
            queue=lane,
            kind=DestinationKind.EMAIL,
            address=address,
            paused=about,
            state=DeliveryState.WAITING,
            next_attempt_at=after.paused_at,
            created_at=after.paused_at,
            keep_until=after.paused_at + retention,
        )
        for address, lane in administrators_of(before, all_of_location).items()
    ]


def _why(reason: PauseReason | None) -> str | None:
    """Why the notifier paused a destination, in English; None where it did not."""
    match reason:
        case PauseReason.GONE:
            return WHY_GONE
        case PauseReason.FAILING:
            return WHY_FAILING
        case PauseReason.BY_HAND | PauseReason.UNSUBSCRIBED | None:
            return None
        case _:
            assert_never(reason)
