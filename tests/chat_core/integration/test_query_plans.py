"""Whatever the core asks its store is answered from an index, and costs what it returns."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from booking_chat.contracts.commands import COMMANDS, ChatCommand
from booking_chat.contracts.envelope import Envelope, decode, encode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import CUSTOMER, SenderType, Switches
from booking_chat.service.storage.mongo import Client, Document
from chat_core.domain.batch import decide_batch
from chat_core.domain.incoming import Incoming
from chat_core.domain.search.query import parse_query
from chat_core.queries.history import History
from chat_core.storage.collections import Collections, provision
from chat_core.storage.command_store import CommandStore
from chat_core.storage.documents import booking_document
from chat_core.storage.search_fill import SearchFill
from chat_core.storage.search_index import MongoSearchIndex
from support.chat import OPERATOR, a_booking, at, mark_read, post
from support.logged_records import LoggedRecord

BOOKINGS, MESSAGES, PAGE = 300, 5, 50
NOW = at(59) + timedelta(hours=1)
LOG = "cluster/topic"
ON = Switches(portal_enabled=True, support_messaging=True)


@dataclass
class Stored:
    """A store with `BOOKINGS` conversations of `MESSAGES` each, and what was asked of it."""

    client: Client
    name: str
    offset: int = 0

    async def take(self, *commands: Envelope[ChatCommand]) -> None:
        store, batch = CommandStore(self.client, self.name), []
        for command in commands:
            record = encode(command)
            logged = LoggedRecord(self.offset, record.key, record.value, record.headers)
            batch.append(Incoming.of(0, self.offset, decode(logged, COMMANDS), logged))
            self.offset += 1
        await store.save(LOG, decide_batch(batch, await store.load(LOG, [0], batch), NOW))

    async def asked(self, question: Callable[[], Awaitable[Any]]) -> list[Document]:
        """What MongoDB notes of everything that `question` asks it."""
        database = self.client[self.name]
        await database.command("profile", 2)
        await question()
        await database.command("profile", 0)
        wanted = {"ns": {"$not": {"$regex": r"system\.profile$"}}, "planSummary": {"$exists": 1}}
        noted = await database["system.profile"].find(wanted).to_list(None)
        await database["system.profile"].drop()
        return noted


def minute(number: int) -> datetime:
    return at(0) + timedelta(seconds=number)


@pytest.fixture
async def stored(mongo: Client) -> AsyncIterator[Stored]:
    name = f"plans-{uuid4()}"
    await provision(mongo, name)
    of = Collections(mongo, name)
    ids = [f"booking-{number:04}" for number in range(BOOKINGS)]
    documents = [{"_id": one, **booking_document(a_booking(one))} for one in ids]
    await of.bookings.insert_many(documents)
    await of.locations.insert_one({"_id": "lisbon", **ON.model_dump(by_alias=True)})
    stored = Stored(mongo, name)
    await stored.take(
        *(
            post(f"whale {number}", by=CUSTOMER, booking_id=one, time=minute(number))
            for number in range(MESSAGES)
            for one in ids
        )
    )
    fill = SearchFill(mongo, name)
    await fill.bookings(lambda _: None)
    await fill.messages(lambda _: None)
    yield stored
    await mongo.drop_database(name)


def questions(stored: Stored) -> dict[str, tuple[Callable[[], Awaitable[Any]], int]]:
    """By name: a question, and how many keys its largest query may look at."""
    history, index = (
        History(stored.client, stored.name),
        MongoSearchIndex(stored.client, stored.name),
    )
    thread = thread_id("booking-0001")
    return {
        "inbox": (lambda: history.inbox("lisbon", "all", None, PAGE), 2 * PAGE),
        "unread threads": (lambda: history.inbox("lisbon", "unread", None, PAGE), 2 * PAGE),
        "unread count": (lambda: history.unread("lisbon"), 101),
        "a page of a thread": (
            lambda: history.messages(thread, after_seq=None, before_seq=4, limit=2),
            2 * PAGE,
        ),
        "a thread": (lambda: history.thread(thread, SenderType.OPERATOR), 2),
        "a conversation": (lambda: history.conversation("booking-0001", PAGE), 2 * MESSAGES),
        "a fate": (lambda: history.fate(thread, str(uuid4())), 1),
        "a search": (
            lambda: index.find("lisbon", parse_query("whale"), None, PAGE),
            2 * (PAGE + 1),
        ),
        "a batch of commands": (
            lambda: stored.take(
                post("again", by=CUSTOMER, booking_id="booking-0001", time=minute(9)),
                post("answer", by=OPERATOR, booking_id="booking-0002", time=minute(9)),
                mark_read(2, booking_id="booking-0003", time=minute(9)),
            ),
            20,
        ),
    }


async def test_no_question_reads_a_whole_collection_or_sorts_in_memory(stored: Stored) -> None:
    wrong = []

    for name, (question, most_keys) in questions(stored).items():
        noted = await stored.asked(question)
        assert noted, name
        for one in noted:
            collection, plan = one["ns"].partition(".")[2], one["planSummary"]
            if "COLLSCAN" in plan or one.get("hasSortStage"):
                wrong.append((name, collection, plan))
            if one.get("keysExamined", 0) > most_keys:
                wrong.append((name, collection, f"{one['keysExamined']} keys"))

    assert wrong == []
