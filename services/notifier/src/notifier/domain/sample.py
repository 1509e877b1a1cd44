"""The delivery that the Test button sends."""

from datetime import datetime, timedelta

from booking_chat.contracts.http.deliveries import Audience, DeliveryState, NoticeKind
from booking_chat.contracts.values import SenderType
from notifier.domain.deliveries import Delivery, IncludedMessage
from notifier.domain.destinations.destination import Destination

SAMPLE_TEXT = "This is a test of your alerts. Nobody has written."
SAMPLE_CUSTOMER = "Sample Customer"
"""For programs. People get both in their language (`channels/texts`)."""


def sample(destination: Destination, new_id: str, now: datetime) -> Delivery:
    """A delivery like a real one, of a made-up message; it is never stored."""
    return Delivery(
        id=new_id,
        location_id=destination.location_id,
        audience=Audience.STAFF,
        about=NoticeKind.DESTINATION_TEST,
        lane=destination.id,
        destination_id=destination.id,
        destination_name=destination.name,
        kind=destination.kind,
        booking_id="sample-booking",
        thread_id="sample-thread",
        customer_name=SAMPLE_CUSTOMER,
        confirmation_code="SAMPLE-0000",
        messages=(
            IncludedMessage(
                message_id="sample-message",
                seq=1,
                sender_type=SenderType.CUSTOMER,
                sender_name=SAMPLE_CUSTOMER,
                text=SAMPLE_TEXT,
                sent_at=now,
            ),
        ),
        state=DeliveryState.WAITING,
        created_at=now,
        keep_until=now + timedelta(days=1),
    )
