"""Records of the two compacted topics: the latest one of a key is its whole state."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo

from booking_chat.contracts.base import Added, KeyedContract, Timestamp, TolerantContract
from booking_chat.contracts.bounds import MAX_TIME_ZONE_LENGTH, Code, GivenTextIfAny, is_stored
from booking_chat.contracts.given import Colour, Contact, Identifier, Link, Note, PartySize, Phone
from booking_chat.contracts.languages import CustomerLanguage
from booking_chat.contracts.texts import normalised
from booking_chat.contracts.time_zones import time_zone_names
from booking_chat.contracts.values import (
    BookingKeyed,
    Count,
    Customer,
    Id,
    ShownStatus,
    Switches,
)


def _known_time_zone(name: str) -> str:
    if name not in time_zone_names():
        raise ValueError("is not an IANA time zone")
    return name


TimeZone = Annotated[
    str, StringConstraints(max_length=MAX_TIME_ZONE_LENGTH), AfterValidator(_known_time_zone)
]
"""The name of an IANA time zone, such as `Europe/Lisbon`."""


def _known_or_utc(name: Any, info: ValidationInfo) -> Any:
    """UTC, which is shown as such, for a zone that is not known: better than no booking."""
    if is_stored(info) or not isinstance(name, str):
        return name
    taken = normalised(name)
    return taken if taken in time_zone_names() else "UTC"


GivenTimeZone = Annotated[TimeZone, BeforeValidator(_known_or_utc)]
"""A time zone as the booking platform has it; one that we do not know counts as UTC."""


class BookingChanged(BookingKeyed, TolerantContract):
    """A booking as its platform publishes it on `bookings.v1`, keyed by booking id.

    `language` is what the customer reads, as a BCP 47 tag. What is no tag counts as missing.
    `booking_url` is the booking's page at its platform, `activity_id` the platform's own id of
    the activity. `note` is shown to both sides.
    """

    location_id: Id
    confirmation_code: Code
    status: ShownStatus
    customer: Customer
    activity_name: GivenTextIfAny = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    time_zone: GivenTimeZone = "UTC"
    language: Added[CustomerLanguage] = None
    phone: Added[Phone] = None
    party_size: Added[PartySize] = None
    note: Added[Note] = None
    booking_url: Added[Link] = None
    activity_id: Added[Identifier] = None


class LocationSettingsChanged(KeyedContract, Switches):
    """A location's switches on `locations.v1`, keyed by location id.

    `version` grows by one with each change, so that a reader can tell newer from older.
    `name`, `logo_url`, `colour` and `contact` are how customers are shown the location.
    """

    location_id: Id
    version: Count
    changed_at: Timestamp
    name: Added[GivenTextIfAny] = None
    logo_url: Added[Link] = None
    colour: Added[Colour] = None
    contact: Added[Contact] = None

    @property
    def partition_key(self) -> str:
        return self.location_id


BOOKING_RECORDS: dict[str, type[BookingChanged]] = {"BookingChanged": BookingChanged}
LOCATION_RECORDS: dict[str, type[LocationSettingsChanged]] = {
    "LocationSettingsChanged": LocationSettingsChanged
}
