"""A booking whose documents are damaged is parked: everybody else goes on, and once the document is
mended its commands are decided in the order in which they came."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace

import pytest
from structlog.testing import capture_logs

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.topics import Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.failures import ConsumerStoppedError
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.parking.cause import Cause
from booking_chat.service.parking.keys import Waiting
from booking_chat.service.storage.mongo import Client, Collection, Document
from chat_core.names import BOOKINGS_GROUP, LOCATIONS_GROUP
from chat_core.storage.collections import Collections
from chat_core.storage.documents import booking_document
from chat_tools.progress import Silence
from chat_tools.replay.command_log import Verdict, replay
from support.chat import OPERATOR, a_booking, at, mark_read, post
from support.logged_records import LoggedRecord
from support.own_core import Into, Numbered, OwnCore, an_own_core, everything_in

SICK, WELL = "booking-sick", "booking-well"
SENT_BEFORE = "1b4e28ba-2fa1-41d2-883f-000000000001"


@dataclass(frozen=True)
class Damage:
    """What is done to one document, and the command that needs it."""

    collection: Callable[[Collections], Collection]
    of: str
    change: Document
    needs_it: Envelope[ChatCommand] = field(
        default_factory=lambda: post("after the damage", booking_id=SICK, time=at(100))
    )


def sent_again(client_id: str, text: str) -> Envelope[ChatCommand]:
    return post(text, booking_id=SICK, client_message_id=client_id, time=at(3))


DAMAGES = {
    "a thread without lastSeq": Damage(
        lambda of: of.threads, thread_id(SICK), {"$unset": {"lastSeq": ""}}
    ),
    "a thread whose next seq is taken": Damage(
        lambda of: of.threads, thread_id(SICK), {"$set": {"lastSeq": 0}}
    ),
    "a thread with a read mark of another type": Damage(
        lambda of: of.threads, thread_id(SICK), {"$set": {"operatorRead": "yesterday"}}
    ),
    "a booking without customer": Damage(
        lambda of: of.bookings, SICK, {"$unset": {"customer": ""}}
    ),
    "a booking without location": Damage(
        lambda of: of.bookings, SICK, {"$unset": {"locationId": ""}}
    ),
    "a message without its seq": Damage(
        lambda of: of.messages,
        message_id(thread_id(SICK), SENT_BEFORE),
        {"$unset": {"seq": ""}},
        sent_again(SENT_BEFORE, "before"),
    ),
}


@pytest.fixture
async def core(
    config: ServiceConfig, mongo: Client, publisher: Publisher
) -> AsyncIterator[OwnCore]:
    """Both bookings have a conversation of one message."""
    core = await an_own_core(config, mongo, publisher)
    await core.know(SICK, WELL)
    await core.take(
        post("before", booking_id=SICK, client_message_id=SENT_BEFORE, time=at(1)),
        post("before", booking_id=WELL, time=at(1)),
    )
    yield core
    await core.drop()


async def texts(core: OwnCore, booking: str) -> list[str]:
    found = core.of.messages.find({"threadId": thread_id(booking)}).sort("commandId", 1)
    documents = sorted(await found.to_list(None), key=lambda d: d.get("seq", 0))
    return [document["text"] for document in documents]


async def counts(core: OwnCore) -> tuple[int, int, int]:
    """Commands that are stored, repeated and parked."""
    documents = await core.of.positions.find({}).to_list(None)
    names = ("stored", "repeated", "parked")
    stored, repeated, parked = (sum(d[name] for d in documents) for name in names)
    return stored, repeated, parked


async def message_events(core: OwnCore, booking: str) -> list[bytes]:
    """The ids of a booking's message events in their order, each once."""
    ids: dict[bytes, None] = {}
    for records in (await everything_in(core.config, core.logs.events)).values():
        for record in records:
            headers = dict(record.headers)
            if record.key == booking.encode() and headers["ce_type"] == b"MessagePosted":
                ids[headers["ce_id"] or b""] = None
    return list(ids)


async def damaged(core: OwnCore, damage: Damage) -> Document:
    """Does it, and gives the document as it was."""
    collection = damage.collection(core.of)
    document = await collection.find_one({"_id": damage.of})
    assert document is not None
    await collection.update_one({"_id": damage.of}, damage.change)
    return document


@pytest.mark.parametrize("name", DAMAGES)
async def test_a_damaged_document_parks_its_booking_alone_until_it_is_mended(
    core: OwnCore, name: str
) -> None:
    damage = DAMAGES[name]
    was = await damaged(core, damage)
    later = [
        post("second", booking_id=SICK, time=at(101)),
        mark_read(1, booking_id=SICK, time=at(102)),
        post("third", booking_id=SICK, by=OPERATOR, time=at(103)),
    ]

    with capture_logs() as lines:
        await core.take(damage.needs_it, post("meanwhile", booking_id=WELL, time=at(100)))
        await core.take(*later)
    parked = await core.parked.all()
    stored_meanwhile, _, waiting = await counts(core)

    (line,) = [line for line in lines if line["event"] == "parked"]
    assert (line["key"], line["consumer"], line["topic"]) == (
        SICK,
        "chat-core",
        core.logs.commands.name,
    )
    assert (line["partition"], line["offset"]) == (parked[0].partition, parked[0].offset)
    assert "Traceback" in line["traceback"]
    assert [(key.key, key.records) for key in parked] == [(SICK, 4)]
    assert await texts(core, WELL) == ["before", "meanwhile"]
    assert (stored_meanwhile, waiting) == (3, 4)

    await core.try_parked_again()
    assert [key.attempts for key in await core.parked.all()] == [1]

    await damage.collection(core.of).replace_one({"_id": damage.of}, was)
    await core.try_parked_again()

    is_again = damage.needs_it.data == DAMAGES["a message without its seq"].needs_it.data
    expected = ["before"] if is_again else ["before", "after the damage"]
    assert await texts(core, SICK) == [*expected, "second", "third"]
    assert await core.parked.all() == []
    assert await core.parked.records.count_documents({}) == 0
    assert len(await message_events(core, SICK)) == len(expected) + 2
    await core.commit()
    assert (await core.verify()).findings == []


async def test_damaged_settings_of_a_location_park_its_bookings_and_nobody_elses(
    core: OwnCore,
) -> None:
    await core.of.bookings.update_one({"_id": SICK}, {"$set": {"locationId": "porto"}})
    await core.of.threads.update_one({"bookingId": SICK}, {"$set": {"locationId": "porto"}})
    await core.of.locations.insert_one({"_id": "porto", "portalEnabled": True})

    await core.take(
        post("switches?", booking_id=SICK, time=at(50)), post("on", booking_id=WELL, time=at(50))
    )

    assert [key.key for key in await core.parked.all()] == [SICK]
    assert await texts(core, WELL) == ["before", "on"]

    await core.of.locations.update_one({"_id": "porto"}, {"$set": {"supportMessaging": True}})
    await core.try_parked_again()

    assert await texts(core, SICK) == ["before", "switches?"]
    assert await core.parked.all() == []


async def test_a_damaged_rejection_parks_its_booking(core: OwnCore) -> None:
    rejected = post("at another location", by=OPERATOR, booking_id=SICK, location_id="kyoto")
    await core.take(rejected)
    (was,) = await core.of.rejections.find({}).to_list(None)
    await core.of.rejections.update_one({}, {"$unset": {"reason": ""}})

    await core.take(rejected, post("on", booking_id=WELL, time=at(50)))

    assert [key.key for key in await core.parked.all()] == [SICK]
    assert await texts(core, WELL) == ["before", "on"]

    await core.of.rejections.replace_one({}, was)
    await core.try_parked_again()

    assert await counts(core) == (3, 1, 0)


async def test_what_comes_while_parked_commands_are_released_queues_behind_them(
    core: OwnCore,
) -> None:
    damage = DAMAGES["a thread without lastSeq"]
    was = await damaged(core, damage)
    await core.take(post("first", booking_id=SICK, time=at(100)))

    @dataclass
    class MeanwhileInto(Into):
        """Another command comes after the release has stored and before it has published."""

        async def publish_all(self, topic: Topic, records: list[Numbered], timeout: float) -> None:  # type: ignore[override] # takes what the loop gives
            if not self.said:
                self.said += records
                await core.take(post("second", booking_id=SICK, time=at(101)))
                assert await texts(core, SICK) == ["before", "first"]
            await self.publisher.publish_all(self.topic, records, timeout)

    await damage.collection(core.of).replace_one({"_id": damage.of}, was)
    slow = replace(core, events=MeanwhileInto(core.publisher, core.logs.events))
    await slow.try_parked_again()

    assert await texts(core, SICK) == ["before", "first", "second"]
    assert await core.parked.all() == []
    assert len(await message_events(core, SICK)) == 3


async def test_a_crash_between_storing_and_publishing_says_the_same_events_again(
    core: OwnCore,
) -> None:
    damage = DAMAGES["a thread without lastSeq"]
    was = await damaged(core, damage)
    await core.take(post("first", booking_id=SICK, time=at(100)))
    await damage.collection(core.of).replace_one({"_id": damage.of}, was)

    @dataclass
    class NoKafka(Into):
        async def publish_all(self, topic: Topic, records: list[Numbered], timeout: float) -> None:  # type: ignore[override] # takes what the loop gives
            raise KafkaUnavailableError

    await replace(core, events=NoKafka(core.publisher, core.logs.events)).try_parked_again()

    assert await texts(core, SICK) == ["before", "first"]
    assert len(await message_events(core, SICK)) == 1
    (key,) = await core.parked.all()
    assert (key.records, key.attempts) == (1, 0)

    await core.try_parked_again()

    assert len(await message_events(core, SICK)) == 2
    await core.commit()
    assert (await core.verify()).findings == []


async def test_a_batch_that_was_stored_and_not_published_is_said_after_the_repair(
    core: OwnCore,
) -> None:
    """The document is damaged in just that moment: its decided commands wait for their events."""
    core.events.away = True
    await core.take(post("stored", booking_id=SICK, time=at(100)))
    core.events.away = False
    damage = DAMAGES["a thread without lastSeq"]
    was = await damaged(core, damage)

    await core.again()
    before = await message_events(core, SICK)
    await damage.collection(core.of).replace_one({"_id": damage.of}, was)
    await core.try_parked_again()

    assert len(before) == 1
    assert len(await message_events(core, SICK)) == 2
    assert await counts(core) == (3, 0, 0)
    await core.commit()
    assert (await core.verify()).findings == []


async def test_reading_the_log_again_parks_nothing_a_second_time(core: OwnCore) -> None:
    await damaged(core, DAMAGES["a thread without lastSeq"])
    await core.take(post("first", booking_id=SICK, time=at(100)))
    before = await counts(core), await core.parked.all()

    await core.again()

    assert (await counts(core), await core.parked.all()) == before
    report = await replay(
        core.client,
        KafkaConnection(core.config.kafka_bootstrap),
        progress=Silence(),
        commands=core.logs.commands,
        database=core.database,
    )
    assert report.verdict is Verdict.UNCHANGED


async def test_past_the_limit_of_parked_bookings_the_batch_waits_whole(core: OwnCore) -> None:
    sick = [f"booking-sick-{n}" for n in range(3)]
    await core.know(*sick)
    await core.of.bookings.update_many({"_id": {"$in": sick}}, {"$unset": {"customer": ""}})
    strict = replace(core, most_parked=2)
    await strict.append(*(post("hello", booking_id=booking) for booking in sick))

    with pytest.raises(ConsumerStoppedError, match="booking-chat parked list"):
        await strict.work_as_one_batch()

    assert await core.parked.all() == []
    await core.work()
    assert sorted(key.key for key in await core.parked.all()) == sick


async def test_a_booking_that_was_withdrawn_before_it_was_known_stops_nobody(
    core: OwnCore,
) -> None:
    await core.of.bookings.insert_one({"_id": "booking-gone", "withdrawn": True})

    await core.take(post("?", booking_id="booking-gone"), post("on", booking_id=WELL, time=at(50)))

    assert await texts(core, WELL) == ["before", "on"]
    assert await core.parked.all() == []
    assert await core.of.rejections.count_documents({"bookingId": "booking-gone"}) == 1


@pytest.mark.parametrize("group", [BOOKINGS_GROUP, LOCATIONS_GROUP])
async def test_nothing_is_rejected_for_a_booking_or_switch_that_is_parked_itself(
    core: OwnCore, group: str
) -> None:
    """The record that would make it known waits for repair, so the command waits for the record."""
    if group == BOOKINGS_GROUP:
        key = "booking-late"
    else:
        key = "porto"
        late = booking_document(a_booking("booking-late", location_id=key))
        await core.of.bookings.insert_one({"_id": "booking-late", **late})
    record = LoggedRecord(0, key.encode(), b"{}", [], topic="bookings.v1")
    waiting = Waiting(key, record, Cause("KeyError('x')", ""))
    await core.parked.park_alone(group, "cluster/topic", [waiting], at(0))
    command = post("hello", booking_id="booking-late", time=at(50))

    await core.take(command, post("on", booking_id=WELL, time=at(50)))
    await core.try_parked_again()

    (parked,) = await core.parked.all("chat-core")
    assert (parked.key, f"{key} is parked by {group}" in parked.error) == ("booking-late", True)
    assert await core.of.rejections.count_documents({}) == 0
    assert await texts(core, WELL) == ["before", "on"]

    await core.parked.keys.delete_one({"consumer": group})
    if group == BOOKINGS_GROUP:
        await core.know(key)
    else:
        on = {"portalEnabled": True, "supportMessaging": True}
        await core.of.locations.insert_one({"_id": key, **on})
    await core.try_parked_again()

    assert await texts(core, "booking-late") == ["hello"]
    assert await core.parked.all() == []
