"""A booking as the notifier needs it. Pure."""

from datetime import datetime

from pydantic import Field

from booking_chat.contracts.records import BookingChanged
from notifier.domain.stored import Stored


class KnownBooking(Stored):
    """What emails say about a booking. A withdrawn booking has no customer email."""

    id: str = Field(alias="_id")
    location_id: str = ""
    confirmation_code: str = ""
    customer_name: str = ""
    customer_email: str | None = None
    activity_name: str | None = None
    start_time: datetime | None = None
    time_zone: str = "UTC"
    language: str | None = None


def known_booking(booking: BookingChanged) -> KnownBooking:
    return KnownBooking(
        id=booking.booking_id,
        location_id=booking.location_id,
        confirmation_code=booking.confirmation_code,
        customer_name=booking.customer.name,
        customer_email=booking.customer.email,
        activity_name=booking.activity_name,
        start_time=booking.start_time,
        time_zone=booking.time_zone,
        language=booking.language,
    )
