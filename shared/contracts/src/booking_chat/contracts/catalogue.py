"""What is on which topic, and who counts on it: the one list that documents are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from booking_chat.contracts import topics
from booking_chat.contracts.alerts import ALERTS, WEBHOOK_ALERTS
from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.events import EVENTS
from booking_chat.contracts.records import BOOKING_RECORDS, LOCATION_RECORDS
from booking_chat.contracts.topics import Topic


class Direction(Enum):
    """Who counts on a contract staying as it is."""

    TAKEN = "taken"
    """Written by others, or by an older version of us, and read by us."""
    GIVEN = "given"
    """Written by us and read by others, who were built against an older version.

    Our own readers count on it too: what we wrote long ago is read again.
    """


@dataclass(frozen=True, slots=True)
class TopicContracts:
    """`key` is the field of each body that is the record's key as well."""

    topic: Topic
    direction: Direction
    key: str
    records: Mapping[str, type[KeyedContract]]
    about: str


CATALOGUE = (
    TopicContracts(
        topics.COMMANDS,
        Direction.TAKEN,
        "bookingId",
        COMMANDS,
        "What somebody wants to happen. Written by the gateways, decided in order by chat-core.",
    ),
    TopicContracts(
        topics.EVENTS,
        Direction.GIVEN,
        "bookingId",
        EVENTS,
        "What has happened. Written by chat-core, kept for ever. First copies of a thread's "
        "events come in the order of its seqs; later copies have the same id and bytes.",
    ),
    TopicContracts(
        topics.ALERTS,
        Direction.GIVEN,
        "bookingId",
        ALERTS,
        "What workflow systems build on. Written by the notifier at least once, in order per "
        "booking, always with the same id for the same message.",
    ),
    TopicContracts(
        topics.LOCATIONS,
        Direction.GIVEN,
        "locationId",
        LOCATION_RECORDS,
        "The switches of each location; the latest record of a location is its whole state. "
        "Written by the settings service.",
    ),
    TopicContracts(
        topics.BOOKINGS,
        Direction.TAKEN,
        "bookingId",
        BOOKING_RECORDS,
        "Every booking; the latest record of a booking is its whole state. Written by the "
        "booking platform.",
    ),
)
"""Every topic but that of dead letters, whose records are of any shape."""

WEBHOOKS: Mapping[str, type[KeyedContract]] = WEBHOOK_ALERTS
"""What webhooks get, by CloudEvents type: given, as the topics of `Direction.GIVEN` are."""
