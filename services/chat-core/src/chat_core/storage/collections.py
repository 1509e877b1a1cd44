"""The core's collections and their indexes."""

from booking_chat.service.messaging.consumer_offsets import COLLECTION
from booking_chat.service.parking.store import INDEXES as PARKED_INDEXES
from booking_chat.service.parking.store import KEYS as PARKED_KEYS
from booking_chat.service.storage.indexes import StoreIndexes, create_all
from booking_chat.service.storage.mongo import (
    ASCENDING,
    DESCENDING,
    Client,
    Collection,
    IndexModel,
    database,
)

DATABASE = "booking_chat_core"


class Collections:
    """The core's collections by name."""

    def __init__(self, client: Client, name: str = DATABASE) -> None:
        chat = database(client, name)
        self.threads: Collection = chat["threads"]
        self.messages: Collection = chat["messages"]
        self.rejections: Collection = chat["rejections"]
        self.bookings: Collection = chat["bookings"]
        self.locations: Collection = chat["locations"]
        self.positions: Collection = chat["positions"]
        self.consumer_offsets: Collection = chat[COLLECTION]
        self.dead_letter_actions: Collection = chat["deadLetterActions"]
        self.parked_keys: Collection = chat[PARKED_KEYS]
        self.search: Collection = chat["search"]


_NEWEST_FIRST = [("locationId", ASCENDING), ("activityAt", DESCENDING), ("_id", DESCENDING)]
SEARCH_ORDER = [("at", DESCENDING), ("bookingId", ASCENDING)]
"""In which order entries of the search that have one term in common are found."""

INDEXES = StoreIndexes(
    DATABASE,
    {
        "threads": [
            IndexModel(_NEWEST_FIRST, name="inbox"),
            IndexModel(
                _NEWEST_FIRST,
                name="unread-inbox",
                partialFilterExpression={"operatorUnread": {"$gt": 0}},
            ),
        ],
        "messages": [
            IndexModel([("threadId", ASCENDING), ("seq", ASCENDING)], name="history", unique=True)
        ],
        "rejections": [IndexModel([("messageId", ASCENDING)], name="message")],
        "bookings": [
            IndexModel([("locationId", ASCENDING), ("searchTerms", ASCENDING)], name="search")
        ],
        "search": [
            IndexModel(
                [("locationId", ASCENDING), ("terms", ASCENDING), *SEARCH_ORDER], name="terms"
            ),
            IndexModel([("bookingId", ASCENDING)], name="booking"),
        ],
        "positions": [IndexModel([("log", ASCENDING)], name="log")],
        "deadLetterActions": [IndexModel([("letter", ASCENDING)], name="letter")],
        **PARKED_INDEXES,
    },
    retired={"messages": ["words"]},
)


async def provision(client: Client, name: str = DATABASE) -> None:
    """Makes the indexes, and with them the collections. Safe to repeat."""
    await create_all(client, INDEXES, name)
