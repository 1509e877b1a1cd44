"""Alert events: what workflow systems build on.

Those in `ALERTS` are on `chat.alerts.v1`, keyed by booking id, one for each message. Webhooks get
the same, `CustomerMessagesSummedUp` for what followed the first message of a burst, and
`DestinationTest` when somebody tries them out.
"""

from booking_chat.contracts.base import Added, Timestamp, TolerantContract
from booking_chat.contracts.bounds import ShownCode, ShownText
from booking_chat.contracts.given import Link
from booking_chat.contracts.values import BookingKeyed, Count, Id, Preview, SenderType, Seq

CUSTOMER_MESSAGE_RECEIVED = "customer_message_received"
CHAT_MESSAGE_CREATED = "chat_message_created"
CUSTOMER_MESSAGES_SUMMED_UP = "customer_messages_summed_up"
DESTINATION_TEST = "destination_test"

ALERTS_SOURCE = "/notifier"
"""The `ce_source` of all of them."""


class Alert(BookingKeyed, TolerantContract):
    """Fields of every alert event.

    `activity_name` and `start_time` are the booking's as it is now, `thread_url` leads staff to
    the conversation; each is left out where it is not known.
    """

    thread_id: Id
    location_id: Id
    activity_name: Added[ShownText] = None
    start_time: Added[Timestamp] = None
    thread_url: Added[Link] = None


class CustomerMessageReceived(Alert):
    """A customer has written. `message_preview` holds the first 80 characters."""

    message_id: Id
    seq: Seq
    customer_name: ShownText
    message_preview: Preview
    confirmation_code: ShownCode
    occurred_at: Timestamp


class ChatMessageCreated(Alert):
    """Either side has written; `sender_type` says which, `sender_name` who.

    The older of the two events, from before alerts were told from messages.
    """

    message_id: Id
    seq: Seq
    sender_type: SenderType
    sender_name: ShownText
    customer_name: ShownText
    message_preview: Preview
    confirmation_code: ShownCode
    occurred_at: Timestamp


class CustomerMessagesSummedUp(Alert):
    """Several messages of a customer that followed one another. For webhooks only.

    `messages` counts them, from `first_seq` to `last_seq`; answers of staff may lie between.
    `message_id`, `message_preview` and `occurred_at` are those of the newest.
    """

    messages: Count
    first_seq: Seq
    last_seq: Seq
    message_id: Id
    customer_name: ShownText
    message_preview: Preview
    confirmation_code: ShownCode
    occurred_at: Timestamp


class DestinationTest(CustomerMessageReceived):
    """A sample by the Test button, as if a customer had written; all of it is made up.

    For webhooks only, whatever events they asked for.
    """


ALERTS: dict[str, type[CustomerMessageReceived | ChatMessageCreated]] = {
    CUSTOMER_MESSAGE_RECEIVED: CustomerMessageReceived,
    CHAT_MESSAGE_CREATED: ChatMessageCreated,
}
"""Every alert event on `chat.alerts.v1` by its `ce_type`."""

WEBHOOK_ALERTS: dict[str, type[Alert]] = {
    **ALERTS,
    CUSTOMER_MESSAGES_SUMMED_UP: CustomerMessagesSummedUp,
    DESTINATION_TEST: DestinationTest,
}
"""Every alert event that webhooks get, by its CloudEvents `type`."""
