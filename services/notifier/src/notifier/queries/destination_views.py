"""Destinations as the API shows them."""

from datetime import datetime

from booking_chat.contracts.http.destinations import DestinationView, rules_of
from notifier.domain.destinations.destination import Destination


def destination_view(destination: Destination, now: datetime) -> DestinationView:
    shown = rules_of(destination.kind).shown
    return DestinationView(
        id=destination.id,
        location_id=destination.location_id,
        kind=destination.kind,
        name=destination.name,
        url=destination.url and shown(destination.url),
        address=destination.address and shown(destination.address),
        events=list(destination.events),
        verified=destination.verified,
        paused=destination.paused,
        pause_reason=destination.pause_reason,
        paused_at=destination.paused_at,
        failing_since=destination.failing_since,
        old_secret_valid_until=destination.old_secret_valid_until(now),
        version=destination.version,
        created_at=destination.created_at,
        created_by=destination.created_by,
        changed_at=destination.changed_at,
        changed_by=destination.changed_by,
    )
