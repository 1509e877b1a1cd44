"""Alert events on `chat.alerts.v1`, keyed by booking id: what workflow systems build on."""

from booking_chat.contracts.base import Timestamp, TolerantContract
from booking_chat.contracts.values import BookingKeyed, Id, Seq

CUSTOMER_MESSAGE_RECEIVED = "customer_message_received"


class CustomerMessageReceived(BookingKeyed, TolerantContract):
    """A customer has written. `message_preview` holds the first 80 characters."""

    thread_id: Id
    location_id: Id
    message_id: Id
    seq: Seq
    customer_name: str
    message_preview: str
    confirmation_code: str
    occurred_at: Timestamp


ALERTS: dict[str, type[CustomerMessageReceived]] = {
    CUSTOMER_MESSAGE_RECEIVED: CustomerMessageReceived,
}
"""Every alert event by its `ce_type`."""
