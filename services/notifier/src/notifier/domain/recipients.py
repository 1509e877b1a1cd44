"""Customers as recipients of emails."""

from datetime import datetime

from pydantic import Field

from booking_chat.contracts.ids import derived_id
from notifier.domain.stored import Stored


class Recipient(Stored):
    """An email address at one location. `token` is in the unsubscribe link."""

    id: str = Field(alias="_id")
    address: str
    token: str
    unsubscribed_at: datetime | None = None


def recipient_id(location_id: str, address: str) -> str:
    """The same for every spelling of the address in upper and lower case."""
    return derived_id("recipient", location_id, address.lower())
