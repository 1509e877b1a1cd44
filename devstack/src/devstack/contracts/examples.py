"""One example of every record, written out in full; golden files in the tests hold their bytes."""

from datetime import UTC, datetime

from booking_chat.contracts.alerts import (
    ALERTS_SOURCE,
    ChatMessageCreated,
    CustomerMessageReceived,
    CustomerMessagesSummedUp,
    DestinationTest,
)
from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.commands import (
    OPERATOR_SOURCE,
    PORTAL_SOURCE,
    MarkRead,
    MarkUnread,
    OpenThread,
    PostMessage,
)
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import (
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.records import BookingChanged, LocationSettingsChanged
from booking_chat.contracts.values import (
    CUSTOMER,
    BookingStatus,
    Customer,
    RejectionReason,
    Sender,
    SenderType,
)

MOMENT = datetime(2026, 3, 15, 9, 30, 0, 250_000, tzinfo=UTC)
OPERATOR = Sender(sender_type=SenderType.OPERATOR, sender_id="op-1", sender_name="Ana Sousa")
CLIENT_ID = "0d7f3d0e-4a55-4d2e-8a39-b1f0c1d2e3f4"
THREAD = "5cf31e9b-31cf-5b9c-8b6c-b4b7f0f5a001"
MESSAGE = "5cf31e9b-31cf-5b9c-8b6c-b4b7f0f5a002"
OF_THREAD = {"booking_id": "booking-1", "thread_id": THREAD, "location_id": "lisbon"}
BY_OPERATOR = {"booking_id": "booking-1", "location_id": "lisbon", "sender": OPERATOR}
TEXT = "Olá! 👋\nEstá tudo pronto? مرحبا"


def _example(
    name: str, data: KeyedContract, source: str = "/chat-core"
) -> tuple[str, Envelope[KeyedContract]]:
    return name, Envelope("5cf31e9b-31cf-5b9c-8b6c-b4b7f0f5a003", name, source, MOMENT, data)


EXAMPLES: dict[str, Envelope[KeyedContract]] = dict(
    [
        _example("OpenThread", OpenThread(**BY_OPERATOR), OPERATOR_SOURCE),
        _example(
            "PostMessage",
            PostMessage(
                booking_id="booking-1",
                location_id=None,
                sender=CUSTOMER,
                client_message_id=CLIENT_ID,
                text=TEXT,
            ),
            PORTAL_SOURCE,
        ),
        _example("MarkRead", MarkRead(**BY_OPERATOR, seq=3), OPERATOR_SOURCE),
        _example("MarkUnread", MarkUnread(**BY_OPERATOR), OPERATOR_SOURCE),
        _example(
            "ThreadOpened",
            ThreadOpened(**OF_THREAD, opened_by=SenderType.OPERATOR, opened_at=MOMENT),
        ),
        _example(
            "MessagePosted",
            MessagePosted(
                **OF_THREAD,
                message_id=MESSAGE,
                client_message_id=CLIENT_ID,
                seq=3,
                sender_type=SenderType.CUSTOMER,
                sender_name="Zoë Lindqvist",
                text=TEXT,
                sent_at=MOMENT,
                customer_name="Zoë Lindqvist",
                confirmation_code="KAYAK7-2026",
            ),
        ),
        _example(
            "ThreadRead",
            ThreadRead(**OF_THREAD, side=SenderType.CUSTOMER, read_seq=3, read_at=MOMENT, unread=0),
        ),
        _example(
            "ThreadMarkedUnread",
            ThreadMarkedUnread(**OF_THREAD, read_seq=2, unread=1, marked_at=MOMENT),
        ),
        _example(
            "CommandRejected",
            CommandRejected(
                **OF_THREAD,
                command_id="5cf31e9b-31cf-5b9c-8b6c-b4b7f0f5a004",
                command_type="PostMessage",
                reason=RejectionReason.MESSAGING_DISABLED,
                sender_type=SenderType.CUSTOMER,
                sender_id=None,
                message_id=MESSAGE,
                client_message_id=CLIENT_ID,
                rejected_at=MOMENT,
            ),
        ),
        _example(
            "customer_message_received",
            CustomerMessageReceived(
                **OF_THREAD,
                message_id=MESSAGE,
                seq=3,
                customer_name="Zoë Lindqvist",
                message_preview=TEXT,
                confirmation_code="KAYAK7-2026",
                occurred_at=MOMENT,
            ),
            ALERTS_SOURCE,
        ),
        _example(
            "chat_message_created",
            ChatMessageCreated(
                **OF_THREAD,
                message_id=MESSAGE,
                seq=3,
                sender_type=SenderType.OPERATOR,
                sender_name="Ana Sousa",
                customer_name="Zoë Lindqvist",
                message_preview=TEXT,
                confirmation_code="KAYAK7-2026",
                occurred_at=MOMENT,
            ),
            ALERTS_SOURCE,
        ),
        _example(
            "customer_messages_summed_up",
            CustomerMessagesSummedUp(
                **OF_THREAD,
                messages=2,
                first_seq=4,
                last_seq=5,
                message_id=MESSAGE,
                customer_name="Zoë Lindqvist",
                message_preview=TEXT,
                confirmation_code="KAYAK7-2026",
                occurred_at=MOMENT,
            ),
            ALERTS_SOURCE,
        ),
        _example(
            "destination_test",
            DestinationTest(
                booking_id="sample-booking",
                thread_id="sample-thread",
                location_id="lisbon",
                message_id="sample-message",
                seq=1,
                customer_name="Sample Customer",
                message_preview="This is a test of your alerts. Nobody has written.",
                confirmation_code="SAMPLE-0000",
                occurred_at=MOMENT,
            ),
            ALERTS_SOURCE,
        ),
        _example(
            "BookingChanged",
            BookingChanged(
                booking_id="booking-1",
                location_id="lisbon",
                confirmation_code="KAYAK7-2026",
                status=BookingStatus.CONFIRMED,
                customer=Customer(
                    customer_id="customer-1", name="Zoë Lindqvist", email="zoe@example.com"
                ),
                activity_name="Sunset kayaking",
                start_time=MOMENT,
                end_time=MOMENT,
                time_zone="Europe/Lisbon",
            ),
            "/booking-platform",
        ),
        _example(
            "LocationSettingsChanged",
            LocationSettingsChanged(
                location_id="lisbon",
                portal_enabled=True,
                support_messaging=False,
                version=7,
                changed_at=MOMENT,
            ),
            "/settings",
        ),
    ]
)
