"""The notifier's collections and their indexes.

alerted_threads  _id (thread id), seq (up to which alert events are on `chat.alerts.v1`)
threads          KnownThread, _id thread id
deliveries       Delivery
destinations     Destination
policies         StoredPolicy, _id location id
changes          StoredChange: the history of destinations and policies
bookings         KnownBooking, _id booking id, source
locations        LocationSettingsChanged, _id location id
consumerOffsets  how far each consumer group has brought this store
recipients       Recipient: customers by location and address
"""

from booking_chat.service.messaging.consumer_offsets import COLLECTION
from booking_chat.service.parking.store import INDEXES as PARKED_INDEXES
from booking_chat.service.storage.indexes import StoreIndexes, create_all
from booking_chat.service.storage.mongo import (
    ASCENDING,
    DESCENDING,
    Client,
    Collection,
    IndexModel,
    database,
)

DATABASE = "booking_chat_notifier"


class Collections:
    def __init__(self, client: Client, name: str = DATABASE) -> None:
        self.client = client
        found = database(client, name)
        self.alerted_threads: Collection = found["alerted_threads"]
        self.threads: Collection = found["threads"]
        self.deliveries: Collection = found["deliveries"]
        self.destinations: Collection = found["destinations"]
        self.policies: Collection = found["policies"]
        self.changes: Collection = found["changes"]
        self.bookings: Collection = found["bookings"]
        self.locations: Collection = found["locations"]
        self.consumer_offsets: Collection = found[COLLECTION]
        self.recipients: Collection = found["recipients"]


_NEWEST_FIRST = (("createdAt", DESCENDING), ("_id", DESCENDING))
_DELIVERY_INDEXES = [
    # What is due, lane by lane: small, for only what waits is in it.
    IndexModel(
        [("queue", ASCENDING), ("nextAttemptAt", ASCENDING)],
        name="queue",
        partialFilterExpression={"queue": {"$gt": ""}},
    ),
    IndexModel([("locationId", ASCENDING), *_NEWEST_FIRST]),
    IndexModel([("locationId", ASCENDING), ("state", ASCENDING), *_NEWEST_FIRST]),
    IndexModel([("destinationId", ASCENDING), *_NEWEST_FIRST]),
    IndexModel([("destinationId", ASCENDING), ("state", ASCENDING), *_NEWEST_FIRST]),
    IndexModel([("messages.messageId", ASCENDING), *_NEWEST_FIRST]),
    # How many went out on a day.
    IndexModel([("destinationId", ASCENDING), ("fixedAt", ASCENDING)], name="fixed"),
    IndexModel([("keepUntil", ASCENDING)], name="kept", expireAfterSeconds=0),
]

INDEXES = StoreIndexes(
    DATABASE,
    {
        "deliveries": _DELIVERY_INDEXES,
        "destinations": [
            IndexModel([("locationId", ASCENDING), ("createdAt", ASCENDING)]),
            IndexModel([("verifications.tokenHash", ASCENDING)]),
            IndexModel([("unsubscribeToken", ASCENDING)]),
        ],
        "changes": [
            IndexModel([("locationId", ASCENDING), ("changedAt", DESCENDING), ("_id", DESCENDING)])
        ],
        "bookings": [IndexModel([("locationId", ASCENDING)])],
        "recipients": [IndexModel([("token", ASCENDING)])],
        **PARKED_INDEXES,
    },
)


async def provision(client: Client, name: str = DATABASE) -> None:
    """Makes the indexes. Safe to repeat."""
    await create_all(client, INDEXES, name)
