"""The indexes of a store as data: what makes them and what compares them read the same list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from booking_chat.service.storage.mongo import Client, Document, IndexModel, database, indexes_of


@dataclass(frozen=True, slots=True)
class StoreIndexes:
    """A service's database, and its indexes by collection.

    `retired` names indexes, by collection, that earlier versions made and nothing reads any more.
    """

    database: str
    collections: Mapping[str, Sequence[IndexModel]]
    retired: Mapping[str, Sequence[str]] = field(default_factory=dict)


async def create_all(client: Client, store: StoreIndexes, name: str | None = None) -> None:
    """Makes all indexes, in the database of that name if one is given. Safe to repeat."""
    for collection, indexes in store.collections.items():
        await database(client, name or store.database)[collection].create_indexes(list(indexes))


async def drop_retired(client: Client, store: StoreIndexes) -> list[str]:
    """Drops the retired indexes that are still there; gives them as `collection.index`."""
    dropped = []
    for collection, names in store.retired.items():
        there = {
            index["name"] for index in await existing_indexes(client, store.database, collection)
        }
        for name in there.intersection(names):
            await database(client, store.database)[collection].drop_index(name)
            dropped.append(f"{collection}.{name}")
    return dropped


async def existing_indexes(client: Client, name: str, collection: str) -> list[Document]:
    """The indexes of a collection as MongoDB describes them; none when it does not exist."""
    return await indexes_of(database(client, name)[collection])
