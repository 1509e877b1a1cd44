"""MongoDB for every store: nothing else names the driver, but `drivers`, which picks one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC
from typing import Any, TypeVar

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import (
    ASCENDING,
    DESCENDING,
    IndexModel,
    InsertOne,
    ReplaceOne,
    UpdateMany,
    UpdateOne,
)
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.command_cursor import AsyncCommandCursor
from pymongo.asynchronous.cursor import AsyncCursor
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.asynchronous.mongo_client import AsyncMongoClient
from pymongo.errors import (
    BulkWriteError,
    ConfigurationError,
    CursorNotFound,
    DuplicateKeyError,
    ExecutionTimeout,
    NotPrimaryError,
    OperationFailure,
    PyMongoError,
    WriteConcernError,
)
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern
from tenacity import (
    AsyncRetrying,
    retry_if_exception,
    stop_after_attempt,
    wait_random_exponential,
)

from booking_chat.service.config import MongoDriver
from booking_chat.service.storage.drivers import awaited, given, make_client

__all__ = [
    "ASCENDING",
    "DATABASE_AWAY",
    "DESCENDING",
    "BulkWriteError",
    "Client",
    "Collection",
    "Cursor",
    "Database",
    "Document",
    "DuplicateKeyError",
    "IndexModel",
    "InsertOne",
    "PyMongoError",
    "ReplaceOne",
    "Session",
    "UpdateMany",
    "UpdateOne",
    "aggregate",
    "bytes_by_id",
    "connect",
    "database",
    "disconnect",
    "in_contended_transaction",
    "in_snapshot",
    "in_transaction",
    "indexes_of",
    "initiate_replica_set",
    "is_about_data",
    "is_empty",
    "lost_to_another",
    "masked",
    "only_duplicates",
    "ping",
]

Document = dict[str, Any]
# PyMongo's own types: Motor's objects have the same methods, and `drivers` levels what differs.
Client = AsyncMongoClient[Document]
Database = AsyncDatabase[Document]
Collection = AsyncCollection[Document]
Cursor = AsyncCursor[Document]
Session = AsyncClientSession
Result = TypeVar("Result")

DATABASE_AWAY: Mapping[type[Exception], str] = {PyMongoError: "The database"}
"""For `service_app`: what it means when the driver gives up."""
SERVER_SELECTION_TIMEOUT_MS = 5_000
CONTENDED_ATTEMPTS = 7
LONGEST_CONTENDED_WAIT_SECONDS = 0.5
_ALREADY_INITIALIZED = 23
_DUPLICATE_KEY = 11000
_ABOUT_DATA = frozenset(
    {
        2,  # BadValue
        9,  # FailedToParse
        14,  # TypeMismatch
        28,  # PathNotViable
        40,  # ConflictingUpdateOperators
        52,  # DollarPrefixedFieldName
        66,  # ImmutableField
        121,  # DocumentValidationFailure
        241,  # ConversionFailure
        _DUPLICATE_KEY,
        10334,  # BSONObjectTooLarge
        17280,  # KeyTooLong
        17419,  # too large after an update
        17420,  # the same of an upsert
    }
)
"""Codes with which MongoDB refuses a document; with all others it says how it is itself."""
_ABOUT_THE_ENGINE = (
    "TransientTransactionError",
    "UnknownTransactionCommitResult",
    "RetryableWriteError",
)


def connect(url: str, driver: MongoDriver = MongoDriver.PYMONGO) -> Client:
    """A client; it connects at its first operation and gives up waiting after 5 s.

    It belongs to the event loop of that operation; `disconnect` ends it.

    Raises ValueError for a URL that cannot be read, and does not say what is in it.
    """
    try:
        return make_client(driver, url, serverSelectionTimeoutMS=SERVER_SELECTION_TIMEOUT_MS)
    except (ConfigurationError, ValueError, TypeError):
        # The driver's own message may quote a part of a password that is not encoded.
        raise ValueError(
            f"the MongoDB URL {masked(url)} cannot be used: check its form, and that user name "
            "and password are percent-encoded"
        ) from None


async def disconnect(client: Client) -> None:
    """Closes the client's connections; it cannot be used again."""
    await awaited(client.close())


def masked(url: str) -> str:
    """Where a MongoDB URL leads, for logs and errors: without password and options."""
    scheme, separator, rest = url.partition("://")
    credentials, at, place = rest.rpartition("@")
    if not separator or any(mark in credentials for mark in "/?#"):
        # Something is not encoded: where the password ends is anybody's guess.
        return "mongodb://***"
    user = credentials.partition(":")[0] + ":***@" if at else ""
    return f"{scheme}://{user}{place.partition('?')[0]}"


def database(client: Client, name: str) -> Database:
    """A database whose writes are acknowledged by a majority and whose times have a zone."""
    return client.get_database(
        name,
        codec_options=CodecOptions(tz_aware=True, tzinfo=UTC),
        write_concern=WriteConcern("majority"),
        read_concern=ReadConcern("majority"),
    )


async def in_transaction(client: Client, work: Callable[[Session], Awaitable[Result]]) -> Result:
    """Runs `work` in one transaction: all of its writes are there for a majority, or none.

    An error leaves nothing behind, with one exception: when the answer to the commit itself
    was lost, the writes may be there. Callers find that out by reading again.
    """
    async with await given(client.start_session()) as session:
        transaction = session.start_transaction(
            read_concern=ReadConcern("snapshot"),
            write_concern=WriteConcern("majority"),
            read_preference=ReadPreference.PRIMARY,
        )
        async with await awaited(transaction):
            return await work(session)


async def in_snapshot(client: Client, work: Callable[[Session], Awaitable[Result]]) -> Result:
    """Runs `work`, which only reads, on the data of one moment.

    Unlike a transaction it may take minutes: five, unless the server is told to keep more.
    """
    async with await given(client.start_session(snapshot=True)) as session:
        return await work(session)


async def in_contended_transaction(
    client: Client, work: Callable[[Session], Awaitable[Result]]
) -> Result:
    """Runs `work` in a transaction, again if another one changed the same first.

    Of those that meet MongoDB lets one through; the others work again on what it has left.
    """
    retrying = AsyncRetrying(
        retry=retry_if_exception(lost_to_another),
        stop=stop_after_attempt(CONTENDED_ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.02, max=LONGEST_CONTENDED_WAIT_SECONDS),
        reraise=True,
    )
    return await retrying(in_transaction, client, work)


def lost_to_another(error: BaseException) -> bool:
    """Whether a transaction failed only because another one was faster.

    Two that make the same document meet as duplicate keys, any others as a write conflict.
    """
    if not isinstance(error, PyMongoError):
        return False
    if isinstance(error, BulkWriteError) and only_duplicates(error):
        return True
    return isinstance(error, DuplicateKeyError) or error.has_error_label(
        "TransientTransactionError"
    )


def only_duplicates(error: BulkWriteError) -> bool:
    """Whether all that failed of a bulk write are documents that are there already."""
    details = error.details or {}
    failures = details.get("writeErrors", [])
    return bool(failures) and all(failure["code"] == _DUPLICATE_KEY for failure in failures)


async def aggregate(
    collection: Collection,
    pipeline: Sequence[Document],
    session: Session | None = None,
    *,
    first_reply: int | None = None,
) -> AsyncCommandCursor[Document]:
    """The documents that a pipeline gives; `first_reply` is how many come with the first one."""
    return await awaited(
        collection.aggregate(list(pipeline), session=session, batchSize=first_reply)
    )


async def indexes_of(collection: Collection) -> list[Document]:
    """The indexes of a collection as MongoDB describes them; none when it does not exist."""
    return [dict(index) async for index in await awaited(collection.list_indexes())]


async def is_empty(collection: Collection) -> bool:
    """Whether a collection holds nothing at all."""
    return await collection.find_one({}, {"_id": 1}) is None


def is_about_data(error: PyMongoError) -> bool:
    """Whether MongoDB works and refuses what is to be written or read.

    Not so for whatever it may do another time: no connection, another primary, a timeout, a lost
    race, missing rights, a full disk.
    """
    engine = (CursorNotFound, ExecutionTimeout, WriteConcernError)
    if not isinstance(error, OperationFailure) or isinstance(error, engine):
        return False
    if any(error.has_error_label(label) for label in _ABOUT_THE_ENGINE):
        return False
    if isinstance(error, BulkWriteError):
        details = error.details or {}
        codes = {failure["code"] for failure in details.get("writeErrors", [])}
        return bool(codes) and codes <= _ABOUT_DATA and not details.get("writeConcernErrors")
    return error.code in _ABOUT_DATA


async def bytes_by_id(collection: Collection) -> AsyncIterator[bytes]:
    """Every document in the order of its id, as the bytes that are stored."""
    raw = collection.with_options(codec_options=CodecOptions(document_class=RawBSONDocument))
    async for document in raw.find({}).sort("_id", ASCENDING):
        yield bytes(document.raw)


async def ping(client: Client) -> None:
    """Raises unless a primary answers.

    Asked for its state, because a client that is bound to one member hears from a secondary too.
    """
    hello = await client.admin.command("hello")
    if not hello.get("isWritablePrimary"):
        raise NotPrimaryError("not primary yet")


async def initiate_replica_set(url: str, name: str, members: list[str]) -> bool:
    """Makes the servers at `members` (`host:port`) a replica set; False when they already are.

    The connection made here is thrown away: a client made before the replica set exists
    never learns that its server can do sessions.
    """
    client = make_client(
        MongoDriver.PYMONGO, url, directConnection=True, serverSelectionTimeoutMS=30_000
    )
    try:
        config = {
            "_id": name,
            "members": [{"_id": n, "host": host} for n, host in enumerate(members)],
        }
        await client.admin.command("replSetInitiate", config)
    except OperationFailure as failure:
        if failure.code != _ALREADY_INITIALIZED:
            raise
        return False
    else:
        return True
    finally:
        await disconnect(client)
