"""The notifier: what is plugged into what."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from booking_chat.contracts.base import to_milliseconds
from booking_chat.contracts.records import LOCATION_RECORDS
from booking_chat.contracts.topics import ALERTS, BOOKINGS, DEAD_LETTERS, EVENTS, LOCATIONS
from booking_chat.service.app import serve, service_app
from booking_chat.service.fault_points import fault_point
from booking_chat.service.health import Health
from booking_chat.service.messaging.consumer import DeadLetters, decoding, patiently
from booking_chat.service.messaging.consumer_offsets import consume_noting, never_empty
from booking_chat.service.messaging.liveness import ConsumerLiveness
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.subscription import make_broker
from booking_chat.service.messaging.topic_check import TopicCheck
from booking_chat.service.parking.parking import Parking, by_consumer
from booking_chat.service.parking.releasing import Releasing
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.parts import closed, started
from booking_chat.service.storage.mongo import DATABASE_AWAY, connect, is_empty, ping
from notifier.channels.assembly import make_channels
from notifier.config import NotifierConfig
from notifier.consumer import NAME, PLANNING_GROUP, alerting, planning
from notifier.portal_links import PortalLinks
from notifier.routes.assembly import alert_routes
from notifier.sending.assembly import make_sending
from notifier.sending.sender import FAULT_POINTS
from notifier.stores.alerted_threads import AlertedThreads
from notifier.stores.collections import DATABASE, Collections
from notifier.stores.plans import PlanStore
from notifier.stores.projections import BookingProjection, LocationProjection

BOOKINGS_GROUP = "notifier-bookings"
LOCATIONS_GROUP = "notifier-locations"
GROUPS = {
    NAME: EVENTS,
    PLANNING_GROUP: EVENTS,
    BOOKINGS_GROUP: BOOKINGS,
    LOCATIONS_GROUP: LOCATIONS,
}
TOPICS = (EVENTS, BOOKINGS, LOCATIONS, ALERTS, DEAD_LETTERS)


def now() -> datetime:
    """As exactly as it can be stored."""
    return to_milliseconds(datetime.now(UTC))


def create_app(config: NotifierConfig) -> FastAPI:
    client = connect(config.mongo_url)
    of = Collections(client)
    publisher = Publisher(config, NAME)
    progress = GroupProgress(config, NAME)
    broker = make_broker(config, NAME)
    topics = TopicCheck(config.kafka_bootstrap, TOPICS, allow_extra=config.allow_extra_partitions)
    channels = make_channels(config)
    portal_links = PortalLinks(config.portal_link_url, config.portal_link_token)
    reach = fault_point(config.fault_point, FAULT_POINTS)
    sending = make_sending(config, of, channels, portal_links, clock=now, reach=reach)

    letters = {
        group: DeadLetters(publisher, group, per_hour=config.max_dead_letters_per_hour)
        for group in GROUPS
    }
    bookings = BookingProjection(
        of, letters[BOOKINGS_GROUP], LogIdentity(config.kafka_bootstrap, BOOKINGS)
    )
    locations = LocationProjection(of).handle
    handlers = {
        NAME: alerting(AlertedThreads(of), publisher, letters[NAME]),
        PLANNING_GROUP: planning(PlanStore(of), config.rules, now, sending.dispatcher.wake),
        BOOKINGS_GROUP: bookings.handle,
        LOCATIONS_GROUP: decoding(LOCATION_RECORDS, letters[LOCATIONS_GROUP], locations),
    }
    starts_anew: dict[str, Callable[[], Awaitable[bool]]] = {
        # Alerts that went out are not sent again because the store that knew of them is lost.
        NAME: never_empty,
        PLANNING_GROUP: partial(is_empty, of.threads),
        BOOKINGS_GROUP: partial(is_empty, of.bookings),
        LOCATIONS_GROUP: partial(is_empty, of.locations),
    }
    parked, kafka = ParkedStore(client, DATABASE), config.kafka_bootstrap
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
    for group, parking in parkings.items():
        consume_noting(
            broker,
            GROUPS[group],
            patiently(group, parking.handle),
            group_id=group,
            bootstrap=kafka,
            notes=of.consumer_offsets,
            store_is_empty=starts_anew[group],
        )
    releasing = Releasing(parked, parkings, now)
    liveness = {group: ConsumerLiveness(progress, group, topic) for group, topic in GROUPS.items()}

    return service_app(
        NAME,
        routers=alert_routes(config, of, sending, channels.url_check, now),
        health=Health(
            ready={
                "mongo": lambda: ping(client),
                "kafka": publisher.check,
                "topics": topics.check,
            },
            live={
                "sending": sending.dispatcher.check,
                **{group: consumer.check for group, consumer in liveness.items()},
            },
        ),
        parts=[
            closed(client),
            started(channels),
            started(portal_links),
            # Before Kafka: what is due goes out while Kafka is away.
            started(sending.dispatcher),
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
    config = NotifierConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
