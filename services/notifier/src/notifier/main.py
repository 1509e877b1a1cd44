"""The notifier: what is plugged into what."""

from fastapi import FastAPI

from booking_chat.service.app import serve, service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.health import Health
from booking_chat.service.kafka import GroupProgress, Publisher, make_broker, subscribe
from booking_chat.service.liveness import ConsumerLiveness
from booking_chat.service.mongo import connect, ping
from booking_chat.service.parts import closed, started
from booking_chat.topics import EVENTS
from notifier.consumer import NAME, alerting
from notifier.stores.alerted_threads import AlertedThreads
from notifier.stores.collections import Collections


def create_app(config: ServiceConfig) -> FastAPI:
    client = connect(config.mongo_url)
    publisher = Publisher(config, NAME)
    progress = GroupProgress(config, NAME)
    broker = make_broker(config, NAME)
    subscribe(
        broker, [EVENTS], alerting(AlertedThreads(Collections(client)), publisher), group_id=NAME
    )
    return service_app(
        NAME,
        routers=[],
        health=Health(
            ready={"mongo": lambda: ping(client), "kafka": publisher.check},
            live={"events": ConsumerLiveness(progress, NAME, EVENTS).check},
        ),
        parts=[closed(client), started(publisher), started(progress), started(broker)],
    )


def main() -> None:
    config = ServiceConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
