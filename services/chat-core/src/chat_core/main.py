"""Composition root: what is plugged into what."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from booking_chat.contracts.events import EVENTS as EVENT_TYPES
from booking_chat.contracts.records import LOCATION_RECORDS
from booking_chat.contracts.services import ServiceName
from booking_chat.contracts.topics import BOOKINGS, COMMANDS, DEAD_LETTERS, EVENTS, LOCATIONS
from booking_chat.service.app import serve, service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.fault_points import fault_point
from booking_chat.service.health import Health
from booking_chat.service.http.service_guard import ANYTHING, Callers, answer_services_alone
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.consumer import DeadLetterQueue, decoding, with_backoff
from booking_chat.service.messaging.consumer_offsets import consume_noting
from booking_chat.service.messaging.liveness import ConsumerLiveness
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.partitions import Partitions
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.subscription import Broker, make_broker, subscribe
from booking_chat.service.messaging.topic_check import TopicCheck
from booking_chat.service.monitoring import add_for_operators
from booking_chat.service.parking.parking import Parking, by_consumer
from booking_chat.service.parking.releasing import Releaser, Releasing
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.parts import closed, started
from booking_chat.service.storage.mongo import DATABASE_AWAY, Client, connect, is_empty, ping
from chat_core.consumers.catch_up import catch_up
from chat_core.consumers.command_loop import CommandLoop
from chat_core.consumers.held_back import HeldBack
from chat_core.consumers.in_two_parts import InTwoParts
from chat_core.consumers.isolation import Isolation
from chat_core.consumers.parked_release import CommandRelease
from chat_core.consumers.ports import EventPublisher
from chat_core.consumers.projections import BookingProjection, LocationProjection
from chat_core.consumers.search_filling import SearchFilling
from chat_core.consumers.search_follower import CommandBursts, SearchFollower
from chat_core.fault_points import FaultPoint
from chat_core.names import (
    BOOKINGS_GROUP,
    COMMANDS_GROUP,
    LOCATIONS_GROUP,
    NAME,
    SEARCH_GROUP,
)
from chat_core.queries.history import History
from chat_core.queries.live_balance import LiveBalance
from chat_core.queries.routes import conservation_routes, read_routes
from chat_core.queries.search import SearchLag, ThreadSearch
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.command_store import CommandStore
from chat_core.storage.search_fill import SearchFill
from chat_core.storage.search_index import MongoSearchIndex

GROUPS = {
    COMMANDS_GROUP: COMMANDS,
    BOOKINGS_GROUP: BOOKINGS,
    LOCATIONS_GROUP: LOCATIONS,
    SEARCH_GROUP: EVENTS,
}
CALLERS: Callers = {
    ServiceName.OPERATOR_GATEWAY: ANYTHING,
    # It knows which booking or thread it asks for, and lists none.
    ServiceName.PORTAL_GATEWAY: re.compile(r"GET /(bookings|threads)/.+"),
}
MAX_BATCH_RECORDS = 2000
"""Batches grow under load up to this: the transaction's cost is shared by more commands."""
TOPICS = (COMMANDS, EVENTS, BOOKINGS, LOCATIONS, DEAD_LETTERS)


def now() -> datetime:
    return datetime.now(UTC)


class Engines:
    """Connections to MongoDB and Kafka, and what belongs to each consumer group."""

    def __init__(self, config: ServiceConfig) -> None:
        self.config = config
        self.kafka = kafka_connection(config)
        self.client: Client = connect(config.mongo_url, config.mongo_driver)
        self.publisher = Publisher(config, NAME)
        self.progress = GroupProgress(config, NAME)
        self.broker: Broker = make_broker(config, NAME)
        self.topics = TopicCheck(self.kafka, TOPICS, allow_extra=config.allow_extra_partitions)
        self.parked = ParkedStore(self.client, DATABASE)
        self.dead_letters = {
            group: DeadLetterQueue(self.publisher, group, per_hour=config.max_dead_letters_per_hour)
            for group in GROUPS
        }
        self.liveness = {
            group: ConsumerLiveness(self.progress, group, topic) for group, topic in GROUPS.items()
        }


@dataclass(frozen=True, slots=True)
class Projections:
    """Bookings and locations: what is consumed, and the parking of each group."""

    partitions: Sequence[Partitions]
    parkings: dict[str, Parking]


@dataclass(frozen=True, slots=True)
class Commands:
    """The command log: its partitions, and what decides parked commands."""

    partitions: Partitions
    release: CommandRelease


def consume_projections(engines: Engines) -> Projections:
    of, letters = Collections(engines.client), engines.dead_letters
    bookings = BookingProjection(
        engines.client,
        letters[BOOKINGS_GROUP],
        LogIdentity(engines.kafka, BOOKINGS),
        MongoSearchIndex(engines.client),
    )
    locations = decoding(
        LOCATION_RECORDS, letters[LOCATIONS_GROUP], LocationProjection(engines.client).handle
    )
    limit = engines.config.max_parked_bookings
    parkings = by_consumer(
        Parking(
            group, handle, engines.parked, LogIdentity(engines.kafka, GROUPS[group]), limit, now
        )
        for group, handle in ((BOOKINGS_GROUP, bookings.handle), (LOCATIONS_GROUP, locations))
    )
    return Projections(
        [
            consume_noting(
                engines.broker,
                GROUPS[group],
                with_backoff(group, parkings[group].handle),
                group_id=group,
                kafka=engines.kafka,
                notes=of.consumer_offsets,
                store_is_empty=partial(is_empty, collection),
            )
            for group, collection in (
                (BOOKINGS_GROUP, of.bookings),
                (LOCATIONS_GROUP, of.locations),
            )
        ],
        parkings,
    )


def follow_events(engines: Engines, bursts: CommandBursts) -> None:
    """Keeps the search index; what cannot be read is set aside by the notifier."""
    of = Collections(engines.client)
    follower = SearchFollower(MongoSearchIndex(engines.client), bursts)
    consume_noting(
        engines.broker,
        EVENTS,
        with_backoff(SEARCH_GROUP, decoding(EVENT_TYPES, None, follower.handle)),
        group_id=SEARCH_GROUP,
        kafka=engines.kafka,
        notes=of.consumer_offsets,
        store_is_empty=partial(is_empty, of.search),
    )


def consume_commands(
    engines: Engines, bursts: CommandBursts, caught_up: Callable[[], Awaitable[None]]
) -> Commands:
    config, letters = engines.config, engines.dead_letters[COMMANDS_GROUP]
    fault_hook = fault_point(config.fault_point, tuple(FaultPoint))
    store = CommandStore(engines.client, fault_hook=fault_hook)
    events: EventPublisher = engines.publisher
    if config.fault_point is not None:
        events = InTwoParts(engines.publisher, fault_hook)
    command_log = LogIdentity(engines.kafka, COMMANDS)
    loop = CommandLoop(
        store,
        events,
        letters,
        log_identity=command_log,
        catch_up=caught_up,
        clock=now,
        isolation=Isolation(store, engines.parked, limit=config.max_parked_bookings, clock=now),
        held_back=HeldBack(engines.parked),
        bursts=bursts,
        fault_hook=fault_hook,
    )
    partitions = Partitions(
        COMMANDS_GROUP, COMMANDS, lambda: commands.consumer, command_log, loop.check_assigned
    )
    loop.control(partitions)
    commands = subscribe(
        engines.broker,
        [COMMANDS],
        with_backoff(COMMANDS_GROUP, loop.handle),
        group_id=COMMANDS_GROUP,
        max_records=MAX_BATCH_RECORDS,
        listener=partitions,
    )
    release = CommandRelease(engines.client, store, events, letters, catch_up=caught_up, clock=now)
    return Commands(partitions, release)


def health_of(engines: Engines, projections: Projections, commands: Commands) -> Health:
    bookings, locations = projections.partitions
    return Health(
        ready={
            "mongo": partial(ping, engines.client),
            "kafka": engines.publisher.check,
            "topics": engines.topics.check,
            "commands": commands.partitions.check,
            # A booking is not missing only because nobody has begun to read them.
            "bookings": bookings.check_begun,
            "locations": locations.check_begun,
        },
        live={
            "commands": engines.liveness[COMMANDS_GROUP].check,
            "bookings": engines.liveness[BOOKINGS_GROUP].check,
            "locations": engines.liveness[LOCATIONS_GROUP].check,
            "search": engines.liveness[SEARCH_GROUP].check,
        },
    )


def create_app(config: ServiceConfig) -> FastAPI:
    engines = Engines(config)
    projections = consume_projections(engines)
    bursts = CommandBursts()
    commands = consume_commands(
        engines, bursts, lambda: catch_up(engines.progress, projections.partitions)
    )
    follow_events(engines, bursts)
    releasers: dict[str, Releaser] = {COMMANDS_GROUP: commands.release, **projections.parkings}
    history = History(engines.client)
    search = ThreadSearch(MongoSearchIndex(engines.client), history, SearchLag(engines.progress))
    balance = LiveBalance(engines.client, engines.progress, engines.kafka)
    app = service_app(
        NAME,
        routers=read_routes(history, search),
        health=health_of(engines, projections, commands),
        parts=[
            closed(engines.client),
            started(engines.topics),
            started(engines.publisher),
            started(engines.progress),
            *map(started, engines.liveness.values()),
            started(engines.broker),
            started(Releasing(engines.parked, releasers, now)),
            started(SearchFilling(SearchFill(engines.client).bookings_once)),
        ],
        away=DATABASE_AWAY,
    )
    add_for_operators(app, conservation_routes(balance))
    answer_services_alone(app, ServiceName.CHAT_CORE, config.service_secrets, CALLERS)
    return app


def main() -> None:
    config = ServiceConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
