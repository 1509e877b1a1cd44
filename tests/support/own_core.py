"""chat-core with a database and topics of its own: whatever a test does to it disturbs nobody."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, TopicPartition

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, encode
from booking_chat.contracts.topics import COMMANDS, DEAD_LETTERS, EVENTS, Topic
from booking_chat.contracts.values import Switches
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.consumer import DeadLetterQueue
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.log_reader import LogReader, Span
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.parking.releasing import Releasing
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.provision import provision_topics
from booking_chat.service.storage.mongo import Client
from chat_core.consumers.command_loop import CommandLoop
from chat_core.consumers.held_back import HeldBack
from chat_core.consumers.isolation import Isolation
from chat_core.consumers.parked_release import CommandRelease
from chat_core.names import COMMANDS_GROUP
from chat_core.storage.collections import Collections, provision
from chat_core.storage.command_store import CommandStore
from chat_core.storage.documents import booking_document
from chat_tools.audit.events import Logs
from chat_tools.audit.findings import AuditReport
from chat_tools.audit.verify import verify
from chat_tools.progress import Silence
from support.chat import a_booking, at

Numbered = tuple[OutgoingRecord, int | None]


@dataclass
class Into:
    """Publishes into a topic of the test's own, and remembers what; `away` drops everything."""

    publisher: Publisher
    topic: Topic
    said: list[Numbered] = field(default_factory=list)
    away: bool = False

    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[Numbered],
        timeout: float,
    ) -> None:
        del topic
        if not self.away:
            self.said += records
            await self.publisher.publish_all(self.topic, records, timeout)


@dataclass
class OwnCore:
    """`take` sends commands through the real log, loop and store; events go to `logs.events`."""

    config: ServiceConfig
    client: Client
    publisher: Publisher
    logs: Logs
    events: Into
    database: str
    most_parked: int = 100
    _taken: dict[int, int] = field(default_factory=dict)

    @property
    def of(self) -> Collections:
        return Collections(self.client, self.database)

    async def know(self, *bookings: str) -> None:
        """Bookings at a location where messaging is on."""
        on = Switches(portal_enabled=True, support_messaging=True)
        await self.of.locations.update_one(
            {"_id": "lisbon"}, {"$set": on.model_dump(by_alias=True)}, upsert=True
        )
        await self.of.bookings.insert_many(
            [{"_id": booking, **booking_document(a_booking(booking))} for booking in bookings]
        )

    async def take(self, *commands: Envelope[ChatCommand] | OutgoingRecord) -> None:
        """Appends commands to the log, and works off everything that is in it."""
        await self.append(*commands)
        await self.work()

    async def append(self, *commands: Envelope[ChatCommand] | OutgoingRecord) -> None:
        records = [c if isinstance(c, OutgoingRecord) else encode(c) for c in commands]
        await self.publisher.publish_all(self.logs.commands, [(r, None) for r in records])

    async def work(self) -> None:
        async with LogReader(KafkaConnection(self.config.kafka_bootstrap)) as reader:
            for partition, span in (await reader.spans(self.logs.commands)).items():
                new = Span(self._taken.get(partition, span.start), span.end)
                async for records in reader.read(self.logs.commands, partition, new):
                    await self._loop().handle(records)
                self._taken[partition] = span.end

    async def again(self) -> None:
        """Works off the whole log once more, as after a loss of all commits."""
        self._taken.clear()
        await self.work()

    async def work_as_one_batch(self) -> None:
        """The same as `work`, with all partitions in one batch as a consumer may give them."""
        found = await everything_in(self.config, self.logs.commands)
        await self._loop().handle([record for records in found.values() for record in records])

    @property
    def parked(self) -> ParkedStore:
        return ParkedStore(self.client, self.database)

    def _loop(self) -> CommandLoop:
        store = CommandStore(self.client, self.database)
        return CommandLoop(
            store,
            self.events,
            DeadLetterQueue(self.publisher, self.logs.group),
            log_identity=LogIdentity(
                KafkaConnection(self.config.kafka_bootstrap), self.logs.commands
            ),
            catch_up=_nothing_newer,
            clock=_now,
            isolation=Isolation(store, self.parked, limit=self.most_parked, clock=_now),
            held_back=HeldBack(self.parked),
        )

    async def try_parked_again(self) -> None:
        """What the background part does with all that is parked, once, however soon."""
        release = CommandRelease(
            self.client,
            CommandStore(self.client, self.database),
            self.events,
            DeadLetterQueue(self.publisher, self.logs.group),
            catch_up=_nothing_newer,
            clock=_now,
            name=self.database,
        )
        await self.parked.make_due([key.id for key in await self.parked.all()], _now())
        await Releasing(self.parked, {COMMANDS_GROUP: release}, _now).release_due()

    async def commit(self, offsets: dict[int, int] | None = None) -> None:
        """Commits offsets for the core's group, those of everything taken if not given."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.config.kafka_bootstrap,
            group_id=self.logs.group,
            enable_auto_commit=False,
        )
        await consumer.start()
        try:
            places = {
                TopicPartition(self.logs.commands.name, partition): offset
                for partition, offset in (offsets or self._taken).items()
            }
            consumer.assign(list(places))
            await consumer.commit(places)
        finally:
            await consumer.stop()

    async def verify(self) -> AuditReport:
        return await verify(
            self.client,
            KafkaConnection(self.config.kafka_bootstrap),
            progress=Silence(),
            logs=self.logs,
            database=self.database,
        )

    async def copy(self) -> "OwnCore":
        """The same logs with a copy of the database, to be damaged."""
        copied = replace(self, database=_new_database())
        await provision(self.client, copied.database)
        for here, there in (
            (self.of.threads, copied.of.threads),
            (self.of.messages, copied.of.messages),
            (self.of.rejections, copied.of.rejections),
            (self.of.positions, copied.of.positions),
        ):
            if documents := await here.find({}).to_list(None):
                await there.insert_many(documents)
        return copied

    async def copy_with_bookings(self) -> "OwnCore":
        """A backup: the same logs with a copy of everything that is stored now."""
        copied = await self.copy()
        for here, there in (
            (self.of.bookings, copied.of.bookings),
            (self.of.locations, copied.of.locations),
        ):
            await there.insert_many(await here.find({}).to_list(None))
        return copied

    async def empty(self) -> "OwnCore":
        """The same logs with a database that has lost everything."""
        emptied = replace(self, database=_new_database())
        await provision(self.client, emptied.database)
        return emptied

    async def work_from_positions(self) -> None:
        """Works off everything after the stored positions, as chat-core does when it starts."""
        documents = await self.of.positions.find({}).to_list(None)
        self._taken = {document["partition"]: document["next"] for document in documents}
        await self.work()

    async def with_events(self, events: Sequence[Numbered]) -> "OwnCore":
        """The same core with another event log."""
        (topic,) = await make_topics(self.config, EVENTS)
        await self.publisher.publish_all(topic, events)
        return replace(self, logs=replace(self.logs, events=topic))

    async def drop(self) -> None:
        await self.client.drop_database(self.database)


async def an_own_core(config: ServiceConfig, client: Client, publisher: Publisher) -> OwnCore:
    commands, events = await make_topics(config, COMMANDS, EVENTS)
    database = _new_database()
    await provision(client, database)
    return OwnCore(
        config=config,
        client=client,
        publisher=publisher,
        logs=Logs(commands, events, DEAD_LETTERS, group=f"core-{uuid4()}"),
        events=Into(publisher, events),
        database=database,
    )


async def make_topics(config: ServiceConfig, *like: Topic) -> list[Topic]:
    """Empty topics with the settings of known ones."""
    topics = [replace(topic, name=f"{topic.name}.{uuid4()}") for topic in like]
    await provision_topics(
        KafkaConnection(config.kafka_bootstrap),
        replication=1,
        min_insync=1,
        report=print,
        topics=topics,
    )
    async with LogReader(KafkaConnection(config.kafka_bootstrap)) as reader, asyncio.timeout(30):
        for topic in topics:
            await _until_known(reader, topic)
    return topics


async def _until_known(reader: LogReader, topic: Topic) -> None:
    while True:
        with suppress(KafkaUnavailableError):
            await reader.spans(topic)
            return
        await asyncio.sleep(0.02)


async def everything_in(config: ServiceConfig, topic: Topic) -> dict[int, list[Record]]:
    """A topic's records by partition."""
    found: dict[int, list[Record]] = {}
    async with LogReader(KafkaConnection(config.kafka_bootstrap)) as reader:
        for partition, span in (await reader.spans(topic)).items():
            found[partition] = []
            async for records in reader.read(topic, partition, span):
                found[partition] += records
    return found


async def _nothing_newer() -> None:
    """Bookings and switches are where they are."""


def _now() -> datetime:
    return at(100_000)


def _new_database() -> str:
    return f"core_{uuid4().hex}"
