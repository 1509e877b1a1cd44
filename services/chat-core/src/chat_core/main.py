"""Composition root: what is plugged into what."""

from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from booking_chat.contracts.records import LOCATION_RECORDS
from booking_chat.service.app import serve, service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.consumer import DeadLetters, decoding, patiently
from booking_chat.service.fault_points import fault_point
from booking_chat.service.health import Health
from booking_chat.service.kafka import Publisher, make_broker, subscribe
from booking_chat.service.liveness import ConsumerLiveness
from booking_chat.service.log_identity import LogIdentity
from booking_chat.service.mongo import DATABASE_AWAY, connect, ping
from booking_chat.service.partitions import Partitions
from booking_chat.service.parts import closed, started
from booking_chat.service.progress import GroupProgress
from booking_chat.topics import BOOKINGS, COMMANDS, LOCATIONS
from chat_core.commands import CommandLoop
from chat_core.conservation import Conservation
from chat_core.fault_points import FaultPoint, InTwoParts
from chat_core.history import History
from chat_core.projections import (
    BOOKINGS_GROUP,
    LOCATIONS_GROUP,
    BookingProjection,
    LocationProjection,
    catch_up,
)
from chat_core.read_api import read_routes
from chat_core.store import CommandStore

NAME = "chat-core"
COMMANDS_GROUP = "chat-core"
MAX_BATCH_RECORDS = 2000
"""Batches grow under load up to this: the transaction's cost is shared by more commands."""


def create_app(config: ServiceConfig) -> FastAPI:
    client = connect(config.mongo_url)
    publisher = Publisher(config, NAME)
    progress = GroupProgress(config, NAME)
    broker = make_broker(config, NAME)
    kafka = config.kafka_bootstrap
    reach = fault_point(config.fault_point, tuple(FaultPoint))

    partitions = Partitions(COMMANDS_GROUP, COMMANDS, lambda: commands.consumer)
    loop = CommandLoop(
        CommandStore(client, reach=reach),
        publisher if config.fault_point is None else InTwoParts(publisher, reach),
        DeadLetters(publisher, COMMANDS_GROUP),
        log_identity=LogIdentity(kafka, COMMANDS),
        catch_up=partial(catch_up, progress),
        clock=lambda: datetime.now(UTC),
        partitions=partitions,
        reach=reach,
    )
    bookings = BookingProjection(
        client, DeadLetters(publisher, BOOKINGS_GROUP), LogIdentity(kafka, BOOKINGS)
    )
    locations = decoding(
        LOCATION_RECORDS, DeadLetters(publisher, LOCATIONS_GROUP), LocationProjection(client).handle
    )
    commands = subscribe(
        broker,
        [COMMANDS],
        patiently(COMMANDS_GROUP, loop.handle),
        group_id=COMMANDS_GROUP,
        max_records=MAX_BATCH_RECORDS,
    )
    subscribe(
        broker, [BOOKINGS], patiently(BOOKINGS_GROUP, bookings.handle), group_id=BOOKINGS_GROUP
    )
    subscribe(broker, [LOCATIONS], patiently(LOCATIONS_GROUP, locations), group_id=LOCATIONS_GROUP)

    return service_app(
        NAME,
        routers=read_routes(History(client), Conservation(client, progress, kafka)),
        health=Health(
            ready={
                "mongo": partial(ping, client),
                "kafka": publisher.check,
                "commands": partitions.check,
            },
            live={
                "commands": ConsumerLiveness(progress, COMMANDS_GROUP, COMMANDS).check,
                "bookings": ConsumerLiveness(progress, BOOKINGS_GROUP, BOOKINGS).check,
                "locations": ConsumerLiveness(progress, LOCATIONS_GROUP, LOCATIONS).check,
            },
        ),
        parts=[closed(client), started(publisher), started(progress), started(broker)],
        away=DATABASE_AWAY,
    )


def main() -> None:
    config = ServiceConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
