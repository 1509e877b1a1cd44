"""What stores need of a driver: the same of PyMongo's asynchronous API and of Motor."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import MongoDriver, ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.indexes import StoreIndexes, create_all, existing_indexes
from booking_chat.service.storage.mongo import (
    ASCENDING,
    BulkWriteError,
    Client,
    Collection,
    DuplicateKeyError,
    IndexModel,
    InsertOne,
    PyMongoError,
    Session,
    aggregate,
    bytes_by_id,
    connect,
    database,
    disconnect,
    in_contended_transaction,
    in_snapshot,
    in_transaction,
    is_about_data,
    is_empty,
    ping,
)
from support.chat import OPERATOR, at, mark_read, post
from support.own_core import an_own_core

NOBODY = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100"


@pytest.fixture(params=MongoDriver)
def driver(request: pytest.FixtureRequest) -> MongoDriver:
    return MongoDriver(request.param)


@pytest.fixture
async def client(config: ServiceConfig, driver: MongoDriver) -> AsyncIterator[Client]:
    client = connect(config.mongo_url, driver)
    yield client
    await disconnect(client)


@pytest.fixture
async def things(client: Client) -> AsyncIterator[Collection]:
    """A collection that exists, empty, in a database of its own."""
    name = f"driver-{uuid4()}"
    things = database(client, name)["things"]
    await things.insert_one({"_id": "first"})
    await things.delete_one({"_id": "first"})
    yield things
    await client.drop_database(name)


class GivenUpError(Exception):
    """Of a transaction's own work."""


async def test_all_writes_of_a_transaction_are_there_together(
    client: Client, things: Collection
) -> None:
    async def work(session: Session) -> int:
        await things.insert_one({"_id": 1}, session=session)
        await things.bulk_write([InsertOne({"_id": 2})], session=session)
        return await things.count_documents({}, session=session)

    counted = await in_transaction(client, work)

    assert counted == await things.count_documents({}) == 2


async def test_a_transaction_that_fails_leaves_nothing_behind(
    client: Client, things: Collection
) -> None:
    async def work(session: Session) -> None:
        await things.insert_one({"_id": 1}, session=session)
        raise GivenUpError

    with pytest.raises(GivenUpError):
        await in_transaction(client, work)

    assert await is_empty(things)


async def test_transactions_that_meet_are_worked_again_until_all_are_through(
    client: Client, things: Collection
) -> None:
    await things.insert_one({"_id": "counter", "n": 0})

    async def count(session: Session) -> None:
        found = await things.find_one({"_id": "counter"}, session=session)
        assert found is not None
        await things.replace_one(
            {"_id": "counter"}, {"_id": "counter", "n": found["n"] + 1}, session=session
        )

    await asyncio.gather(*(in_contended_transaction(client, count) for _ in range(4)))

    assert await things.find_one({"_id": "counter"}) == {"_id": "counter", "n": 4}


async def test_a_snapshot_does_not_see_what_comes_while_it_is_read(
    client: Client, things: Collection
) -> None:
    await things.insert_one({"_id": 1})

    async def work(session: Session) -> list[int]:
        before = await things.count_documents({}, session=session)
        await things.insert_one({"_id": 2})
        return [before, await things.count_documents({}, session=session)]

    assert await in_snapshot(client, work) == [1, 1]
    assert await things.count_documents({}) == 2


async def test_lists_pipelines_and_raw_bytes_are_read(things: Collection) -> None:
    await things.insert_many([{"_id": n, "of": n % 2} for n in range(5)])

    groups = await aggregate(things, [{"$group": {"_id": "$of", "n": {"$sum": 1}}}])
    by_group = {group["_id"]: group["n"] async for group in groups}
    listed = await things.find({"of": 1}).sort("_id", ASCENDING).to_list(None)
    raw = [document async for document in bytes_by_id(things)]

    assert by_group == {0: 3, 1: 2}
    assert [document["_id"] for document in listed] == [1, 3]
    assert [type(document) for document in raw] == [bytes] * 5


async def test_indexes_are_made_and_described(client: Client, things: Collection) -> None:
    keys = [("of", ASCENDING), ("n", ASCENDING)]
    store = StoreIndexes(things.database.name, {"things": [IndexModel(keys, name="by-of")]})

    await create_all(client, store)
    await create_all(client, store)

    found = await existing_indexes(client, store.database, "things")
    assert [(index["name"], list(index["key"].items())) for index in found] == [
        ("_id_", [("_id", 1)]),
        ("by-of", keys),
    ]
    assert await existing_indexes(client, store.database, "no such collection") == []


async def test_what_mongodb_refuses_is_told_from_its_being_away(
    things: Collection, driver: MongoDriver
) -> None:
    await things.insert_one({"_id": 1})

    with pytest.raises(DuplicateKeyError) as duplicate:
        await things.insert_one({"_id": 1})
    with pytest.raises(BulkWriteError) as refused:
        await things.bulk_write([InsertOne({"_id": 1})])
    nobody = connect(NOBODY, driver)
    with pytest.raises(PyMongoError) as away:
        await ping(nobody)
    await disconnect(nobody)

    assert [is_about_data(e.value) for e in (duplicate, refused, away)] == [True, True, False]


async def test_the_core_stores_and_verifies_on_either_driver(
    config: ServiceConfig, publisher: Publisher, client: Client
) -> None:
    core = await an_own_core(config, client, publisher)
    booking = f"booking-{uuid4()}"
    await core.know(booking)
    posts = [
        post(f"line {n}", by=by, booking_id=booking, client_message_id=str(uuid4()), time=at(n))
        for n, by in enumerate([CUSTOMER, OPERATOR, CUSTOMER])
    ]

    await core.take(*posts, posts[0], mark_read(3, booking_id=booking, time=at(10)))

    report = await core.verify()
    assert report.holds, report.findings
    assert report.messages == 3
    await core.drop()
