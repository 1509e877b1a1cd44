"""Things of the notifier as tests need them: made up, with what matters said by the test."""

from datetime import UTC, datetime, timedelta

from booking_chat.contracts.events import MessagePosted, ThreadMarkedUnread, ThreadRead
from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.destinations import DestinationKind, Subscription
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.values import SenderType
from notifier.domain.destinations.destination import Destination, Secret

NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)
ANA = ActingOperator(operator_id="operator-ana", name="Ana Sousa", email="ana@staff.example")
BOB = ActingOperator(operator_id="operator-bob", name="Bob Okoro")


def at(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def posted(
    seq: int,
    *,
    by: SenderType = SenderType.CUSTOMER,
    booking: str = "booking-1",
    location: str = "lisbon",
    text: str | None = None,
    sent_at: datetime = NOON,
) -> MessagePosted:
    thread = thread_id(booking)
    client_message_id = f"1b4e28ba-2fa1-41d2-883f-{seq:012}"
    return MessagePosted(
        booking_id=booking,
        thread_id=thread,
        location_id=location,
        message_id=message_id(thread, client_message_id),
        client_message_id=client_message_id,
        seq=seq,
        sender_type=by,
        sender_name="Ada Lovelace" if by is SenderType.CUSTOMER else "Ana Sousa",
        text=text if text is not None else f"message {seq}",
        sent_at=sent_at,
        customer_name="Ada Lovelace",
        confirmation_code="ABC123-XYZ",
    )


def read(
    seq: int,
    *,
    by: SenderType = SenderType.OPERATOR,
    booking: str = "booking-1",
    read_at: datetime = NOON,
) -> ThreadRead:
    return ThreadRead(
        booking_id=booking,
        thread_id=thread_id(booking),
        location_id="lisbon",
        side=by,
        read_seq=seq,
        read_at=read_at,
        unread=0,
    )


def marked_unread(
    seq: int, *, booking: str = "booking-1", marked_at: datetime = NOON
) -> ThreadMarkedUnread:
    """The operators' mark moves back to `seq`."""
    return ThreadMarkedUnread(
        booking_id=booking,
        thread_id=thread_id(booking),
        location_id="lisbon",
        read_seq=seq,
        unread=1,
        marked_at=marked_at,
    )


def a_destination(
    name: str = "ops",
    *,
    kind: DestinationKind = DestinationKind.WEBHOOK,
    location: str = "lisbon",
    events: tuple[Subscription, ...] = (Subscription.CUSTOMER_MESSAGE_RECEIVED,),
    created_at: datetime = NOON - timedelta(days=30),
) -> Destination:
    """A destination that works; its id is its name."""
    is_email = kind is DestinationKind.EMAIL
    return Destination(
        id=name,
        location_id=location,
        kind=kind,
        name=name.title(),
        url=None if is_email else f"https://hooks.example.com/{name}",
        address=f"{name}@staff.example" if is_email else None,
        events=events,
        secrets=(Secret(value="whsec_c2VjcmV0"),) if kind is DestinationKind.WEBHOOK else (),
        verified=True,
        unsubscribe_token=f"unsubscribe-{name}",
        created_at=created_at,
        created_by=ANA,
        changed_at=created_at,
        changed_by=ANA,
    )
