"""Composition root: what is plugged into what."""

from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from booking_chat.contracts.records import LOCATION_RECORDS
from booking_chat.contracts.topics import BOOKINGS, COMMANDS, DEAD_LETTERS, EVENTS, LOCATIONS
from booking_chat.service.app import serve, service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.fault_points import fault_point
from booking_chat.service.health import Health
from booking_chat.service.messaging.consumer import DeadLetters, decoding, patiently
from booking_chat.service.messaging.consumer_offsets import consume_noting
from booking_chat.service.messaging.liveness import ConsumerLiveness
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.partitions import Partitions
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.subscription import make_broker, subscribe
from booking_chat.service.messaging.topic_check import TopicCheck
from booking_chat.service.parking.parking import Parking, by_consumer
from booking_chat.service.parking.releasing import Releasing
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.parts import closed, started
from booking_chat.service.storage.mongo import DATABASE_AWAY, connect, is_empty, ping
from chat_core.commands import CommandLoop
from chat_core.conservation import Conservation
from chat_core.fault_points import FaultPoint, InTwoParts
from chat_core.history import History
from chat_core.parked.held_back import HeldBack
from chat_core.parked.isolation import Isolation
from chat_core.parked.release import CommandRelease
from chat_core.projections import (
    BOOKINGS_GROUP,
    LOCATIONS_GROUP,
    BookingProjection,
    LocationProjection,
    catch_up,
)
from chat_core.read_api import read_routes
from chat_core.store import DATABASE, Collections, CommandStore

NAME = "chat-core"
COMMANDS_GROUP = "chat-core"
GROUPS = {COMMANDS_GROUP: COMMANDS, BOOKINGS_GROUP: BOOKINGS, LOCATIONS_GROUP: LOCATIONS}
MAX_BATCH_RECORDS = 2000
"""Batches grow under load up to this: the transaction's cost is shared by more commands."""
TOPICS = (COMMANDS, EVENTS, BOOKINGS, LOCATIONS, DEAD_LETTERS)


def now() -> datetime:
    return datetime.now(UTC)


def create_app(config: ServiceConfig) -> FastAPI:
    client = connect(config.mongo_url)
    publisher = Publisher(config, NAME)
    progress = GroupProgress(config, NAME)
    broker = make_broker(config, NAME)
    kafka = config.kafka_bootstrap
    topics = TopicCheck(kafka, TOPICS, allow_extra=config.allow_extra_partitions)
    of = Collections(client)
    command_log = LogIdentity(kafka, COMMANDS)
    reach = fault_point(config.fault_point, tuple(FaultPoint))

    letters = {
        group: DeadLetters(publisher, group, per_hour=config.max_dead_letters_per_hour)
        for group in GROUPS
    }
    limit = config.max_parked_bookings
    parked, store = ParkedStore(client, DATABASE), CommandStore(client, reach=reach)
    events = publisher if config.fault_point is None else InTwoParts(publisher, reach)
    loop = CommandLoop(
        store,
        events,
        letters[COMMANDS_GROUP],
        log_identity=command_log,
        catch_up=lambda: catch_up(progress, projections),
        clock=now,
        isolation=Isolation(store, parked, limit=limit, clock=now),
        held_back=HeldBack(parked),
        reach=reach,
    )
    release = CommandRelease(
        client,
        store,
        events,
        letters[COMMANDS_GROUP],
        catch_up=lambda: catch_up(progress, projections),
        clock=now,
    )
    partitions = Partitions(
        COMMANDS_GROUP, COMMANDS, lambda: commands.consumer, command_log, loop.check_assigned
    )
    loop.control(partitions)
    commands = subscribe(
        broker,
        [COMMANDS],
        patiently(COMMANDS_GROUP, loop.handle),
        group_id=COMMANDS_GROUP,
        max_records=MAX_BATCH_RECORDS,
        listener=partitions,
    )

    bookings = BookingProjection(client, letters[BOOKINGS_GROUP], LogIdentity(kafka, BOOKINGS))
    locations = decoding(
        LOCATION_RECORDS, letters[LOCATIONS_GROUP], LocationProjection(client).handle
    )
    parkings = by_consumer(
        Parking(group, handle, parked, LogIdentity(kafka, GROUPS[group]), limit, now)
        for group, handle in ((BOOKINGS_GROUP, bookings.handle), (LOCATIONS_GROUP, locations))
    )
    projections = [
        consume_noting(
            broker,
            GROUPS[group],
            patiently(group, parkings[group].handle),
            group_id=group,
            bootstrap=kafka,
            notes=of.consumer_offsets,
            store_is_empty=partial(is_empty, collection),
        )
        for group, collection in ((BOOKINGS_GROUP, of.bookings), (LOCATIONS_GROUP, of.locations))
    ]
    releasing = Releasing(parked, {COMMANDS_GROUP: release, **parkings}, now)
    liveness = {group: ConsumerLiveness(progress, group, topic) for group, topic in GROUPS.items()}

    return service_app(
        NAME,
        routers=read_routes(History(client), Conservation(client, progress, kafka)),
        health=Health(
            ready={
                "mongo": partial(ping, client),
                "kafka": publisher.check,
                "topics": topics.check,
                "commands": partitions.check,
                # A booking is not missing only because nobody has begun to read them.
                "bookings": projections[0].check_begun,
                "locations": projections[1].check_begun,
            },
            live={
                "commands": liveness[COMMANDS_GROUP].check,
                "bookings": liveness[BOOKINGS_GROUP].check,
                "locations": liveness[LOCATIONS_GROUP].check,
            },
        ),
        parts=[
            closed(client),
            started(topics),
            started(publisher),
            started(progress),
            *map(started, liveness.values()),
            started(broker),
            started(releasing),
        ],
        away=DATABASE_AWAY,
    )


def main() -> None:
    config = ServiceConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
