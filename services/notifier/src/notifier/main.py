"""The notifier: what is plugged into what."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from booking_chat.contracts.base import to_milliseconds
from booking_chat.contracts.records import LOCATION_RECORDS
from booking_chat.contracts.services import ServiceName
from booking_chat.contracts.topics import BOOKINGS
from booking_chat.service.app import serve, service_app
from booking_chat.service.fault_points import fault_point
from booking_chat.service.health import Health
from booking_chat.service.http.service_guard import ANYTHING, Callers, answer_services_alone
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.consumer import DeadLetterQueue, decoding, with_backoff
from booking_chat.service.messaging.consumer_offsets import consume_noting, never_empty
from booking_chat.service.messaging.liveness import ConsumerLiveness
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import RecordsHandler
from booking_chat.service.messaging.subscription import Broker, make_broker
from booking_chat.service.messaging.topic_check import TopicCheck
from booking_chat.service.parking.parking import Parking, by_consumer
from booking_chat.service.parking.releasing import Releasing
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.parts import closed, started
from booking_chat.service.storage.mongo import DATABASE_AWAY, Client, connect, is_empty, ping
from notifier.channels.assembly import make_outbound
from notifier.config import NotifierConfig
from notifier.consumers.alerting import alerting, around_messages
from notifier.consumers.groups import (
    BOOKINGS_GROUP,
    GROUPS,
    LOCATIONS_GROUP,
    NAME,
    PLANNING_GROUP,
    TOPICS,
)
from notifier.consumers.planning import planning
from notifier.consumers.projections import BookingProjection, LocationProjection
from notifier.queries.assembly import alert_routes
from notifier.sending.assembly import Sending, make_sending
from notifier.sending.portal_links import PortalLinks
from notifier.sending.sender import FAULT_POINTS
from notifier.storage.alerted_threads import AlertedThreads
from notifier.storage.collections import DATABASE, Collections
from notifier.storage.plans import PlanStore
from notifier.storage.projections import Projections


def now() -> datetime:
    """As exactly as it can be stored."""
    return to_milliseconds(datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Connections:
    """What connects to MongoDB and Kafka, once the app starts it."""

    client: Client
    collections: Collections
    publisher: Publisher
    progress: GroupProgress
    broker: Broker
    topics: TopicCheck
    liveness: Mapping[str, ConsumerLiveness]


CALLERS: Callers = {
    ServiceName.OPERATOR_GATEWAY: ANYTHING,
    # Customers unsubscribe by the link of an email; all else is for staff.
    ServiceName.PORTAL_GATEWAY: re.compile("POST /alerts/unsubscriptions"),
}
LINGER_MS = 250
"""Alerts may be so much later under load: larger batches leave the processors to live events."""


def make_connections(config: NotifierConfig) -> Connections:
    client = connect(config.mongo_url, config.mongo_driver)
    progress = GroupProgress(config, NAME)
    return Connections(
        client=client,
        collections=Collections(client),
        publisher=Publisher(config, NAME),
        progress=progress,
        broker=make_broker(config, NAME, linger_ms=LINGER_MS),
        topics=TopicCheck(
            kafka_connection(config), TOPICS, allow_extra=config.allow_extra_partitions
        ),
        liveness={
            group: ConsumerLiveness(progress, group, topic) for group, topic in GROUPS.items()
        },
    )


def make_handlers(
    config: NotifierConfig, connections: Connections, sending: Sending
) -> dict[str, RecordsHandler]:
    """The handler of each consumer group."""
    collections = connections.collections
    dead_letters = {
        group: DeadLetterQueue(
            connections.publisher, group, per_hour=config.max_dead_letters_per_hour
        )
        for group in GROUPS
    }
    bookings = BookingProjection(
        collections, dead_letters[BOOKINGS_GROUP], LogIdentity(kafka_connection(config), BOOKINGS)
    )
    locations = LocationProjection(collections)
    alerted = AlertedThreads(collections)
    around = around_messages(Projections(collections), config.public_links)
    wake = sending.dispatcher.wake
    return {
        NAME: alerting(alerted, connections.publisher, dead_letters[NAME], around),
        PLANNING_GROUP: planning(PlanStore(collections), config.rules, now, wake),
        BOOKINGS_GROUP: bookings.handle,
        LOCATIONS_GROUP: decoding(
            LOCATION_RECORDS, dead_letters[LOCATIONS_GROUP], locations.handle
        ),
    }


def reread_from_start(collections: Collections) -> dict[str, Callable[[], Awaitable[bool]]]:
    """Tells for each group whether its store is empty, so that its topic is read from the start."""
    return {
        # A lost store does not send alerts again that have been sent.
        NAME: never_empty,
        PLANNING_GROUP: partial(is_empty, collections.threads),
        BOOKINGS_GROUP: partial(is_empty, collections.bookings),
        LOCATIONS_GROUP: partial(is_empty, collections.locations),
    }


def consume(
    config: NotifierConfig, connections: Connections, handlers: Mapping[str, RecordsHandler]
) -> Releasing:
    """Subscribes each handler to its topic; what releases the bookings that they park."""
    kafka = kafka_connection(config)
    parked = ParkedStore(connections.client, DATABASE)
    parkings = by_consumer(
        Parking(
            group,
            handler,
            parked,
            LogIdentity(kafka, GROUPS[group]),
            config.max_parked_bookings,
            now,
        )
        for group, handler in handlers.items()
    )
    store_is_empty = reread_from_start(connections.collections)
    for group, parking in parkings.items():
        consume_noting(
            connections.broker,
            GROUPS[group],
            with_backoff(group, parking.handle),
            group_id=group,
            kafka=kafka,
            notes=connections.collections.consumer_offsets,
            store_is_empty=store_is_empty[group],
        )
    return Releasing(parked, parkings, now)


def health_of(connections: Connections, sending: Sending) -> Health:
    return Health(
        ready={
            "mongo": lambda: ping(connections.client),
            "kafka": connections.publisher.check,
            "topics": connections.topics.check,
        },
        live={
            "sending": sending.dispatcher.check,
            **{group: consumer.check for group, consumer in connections.liveness.items()},
        },
    )


def create_app(config: NotifierConfig) -> FastAPI:
    connections = make_connections(config)
    collections = connections.collections
    outbound = make_outbound(config)
    portal_links = PortalLinks(config.portal_link_url, config.portal_link_token)
    fault_hook = fault_point(config.fault_point, FAULT_POINTS)
    sending = make_sending(
        config, collections, outbound.channels, portal_links, clock=now, fault_hook=fault_hook
    )
    releasing = consume(config, connections, make_handlers(config, connections, sending))
    app = service_app(
        NAME,
        routers=alert_routes(config, collections, sending, outbound.url_check, now),
        health=health_of(connections, sending),
        parts=[
            closed(connections.client),
            started(outbound),
            started(portal_links),
            # Before Kafka: what is due is sent while Kafka is away.
            started(sending.dispatcher),
            started(connections.topics),
            started(connections.publisher),
            started(connections.progress),
            *map(started, connections.liveness.values()),
            started(connections.broker),
            started(releasing),
        ],
        away=DATABASE_AWAY,
    )
    answer_services_alone(app, ServiceName.NOTIFIER, config.service_secrets, CALLERS)
    return app


def main() -> None:
    config = NotifierConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
