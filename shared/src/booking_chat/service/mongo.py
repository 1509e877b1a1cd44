"""MongoDB for every store: the one file that names the driver.

Motor is the driver; the stores use only what PyMongo's own async API has too, so that
exchanging it means changing this file.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC
from typing import Any, TypeVar

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)
from pymongo import ASCENDING, DESCENDING, TEXT, IndexModel, InsertOne, ReplaceOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern

__all__ = [
    "ASCENDING",
    "DATABASE_AWAY",
    "DESCENDING",
    "TEXT",
    "BulkWriteError",
    "Client",
    "Collection",
    "Database",
    "Document",
    "DuplicateKeyError",
    "IndexModel",
    "InsertOne",
    "PyMongoError",
    "ReplaceOne",
    "Session",
    "UpdateOne",
    "bytes_by_id",
    "connect",
    "database",
    "in_snapshot",
    "in_transaction",
    "initiate_replica_set",
    "ping",
]

Document = dict[str, Any]
Client = AsyncIOMotorClient[Document]
Database = AsyncIOMotorDatabase[Document]
Collection = AsyncIOMotorCollection[Document]
Session = AsyncIOMotorClientSession
Result = TypeVar("Result")

DATABASE_AWAY: Mapping[type[Exception], str] = {PyMongoError: "The database"}
"""For `service_app`: what it means when the driver gives up."""
SERVER_SELECTION_TIMEOUT_MS = 5_000
_ALREADY_INITIALIZED = 23


def connect(url: str) -> Client:
    """A client; it connects at its first operation and gives up waiting after 5 s."""
    return AsyncIOMotorClient(url, serverSelectionTimeoutMS=SERVER_SELECTION_TIMEOUT_MS)


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
    async with (
        await client.start_session() as session,
        session.start_transaction(
            read_concern=ReadConcern("snapshot"),
            write_concern=WriteConcern("majority"),
            read_preference=ReadPreference.PRIMARY,
        ),
    ):
        return await work(session)


async def in_snapshot(client: Client, work: Callable[[Session], Awaitable[Result]]) -> Result:
    """Runs `work`, which only reads, on the data of one moment.

    Unlike a transaction it may take minutes: five, unless the server is told to keep more.
    """
    async with await client.start_session(snapshot=True) as session:
        return await work(session)


async def bytes_by_id(collection: Collection) -> AsyncIterator[bytes]:
    """Every document in the order of its id, as the bytes that are stored."""
    raw = collection.with_options(codec_options=CodecOptions(document_class=RawBSONDocument))
    async for document in raw.find({}).sort("_id", ASCENDING):
        yield document.raw


async def ping(client: Client) -> None:
    """Raises unless a primary answers."""
    await client.admin.command("ping")


async def initiate_replica_set(url: str, name: str, members: list[str]) -> bool:
    """Makes the servers at `members` (`host:port`) a replica set; False when they already are.

    The connection made here is thrown away: a client made before the replica set exists
    never learns that its server can do sessions.
    """
    client: Client = AsyncIOMotorClient(url, directConnection=True, serverSelectionTimeoutMS=30_000)
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
        client.close()
