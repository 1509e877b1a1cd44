"""Stores in MongoDB: the replica set and every service's indexes, made or compared."""

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points

from booking_chat.service.provision.comparison import Difference, replica_set_differences
from booking_chat.service.provision.indexes import index_differences, missing_indexes
from booking_chat.service.provision.patience import ProvisionError, until_it_answers
from booking_chat.service.storage.indexes import (
    StoreIndexes,
    create_all,
    drop_retired,
    existing_indexes,
)
from booking_chat.service.storage.mongo import (
    Client,
    PyMongoError,
    connect,
    disconnect,
    initiate_replica_set,
    masked,
    ping,
)

Report = Callable[[str], None]


async def provision_mongo(
    url: str,
    *,
    members: Sequence[str],
    replica_set: str,
    report: Report,
    single_copy_allowed: bool = True,
) -> list[Difference]:
    """Makes the replica set of `members`, when there are any, and every service's indexes.

    A service names its indexes by an entry point in the group `booking_chat.service.provision`, a
    `StoreIndexes`. Returns what is there and differs. Where members are missing nothing else is
    made: what is there belongs to another system than the one that was asked for.
    Raises ProvisionError.
    """
    if members:
        first = f"mongodb://{members[0]}"
        try:
            if await initiate_replica_set(first, replica_set, list(members)):
                report(f"made the replica set {replica_set} of {', '.join(members)}")
        except PyMongoError as error:
            raise ProvisionError(f"the replica set cannot be made: {error}") from error
    client = connect(url)
    try:
        await until_it_answers("MongoDB", masked(url), lambda: ping(client), PyMongoError)
        found = await _data_members(client)
        differences = (
            replica_set_differences(found, members, single_copy_allowed=single_copy_allowed)
            if found
            else []
        )
        if any(member not in found for member in members):
            return differences
        for entry in sorted(entry_points(group="booking_chat.provision"), key=lambda e: e.name):
            store: StoreIndexes = entry.load()
            differences += await provision_indexes(client, store)
            report(f"looked after the indexes of {entry.name}")
            for dropped in await drop_retired(client, store):
                report(f"dropped {dropped}, which nothing reads any more")
    except PyMongoError as error:
        raise ProvisionError(f"MongoDB at {masked(url)}: {error}") from error
    finally:
        await disconnect(client)
    return differences


async def provision_indexes(client: Client, store: StoreIndexes) -> list[Difference]:
    """Makes the indexes that are missing, and tells which of the others differ."""
    differences: list[Difference] = []
    for collection, models in store.collections.items():
        wanted = [model.document for model in models]
        found = await existing_indexes(client, store.database, collection)
        names = [index["name"] for index in missing_indexes(wanted, found)]
        missing = [model for model in models if model.document["name"] in names]
        if missing:
            await create_all(client, StoreIndexes(store.database, {collection: missing}))
        differences += index_differences(store.database, collection, wanted, found)
    return differences


async def _data_members(client: Client) -> list[str]:
    """The members that hold data, as `host:port`; none for what is not a replica set."""
    hello = await client.admin.command("hello")
    return [*hello.get("hosts", []), *hello.get("passives", [])]
