"""Kafka as a gateway needs it: commands go out, live events come in."""

from collections.abc import Callable
from dataclasses import dataclass

from booking_chat.contracts.topics import BOOKINGS, COMMANDS, EVENTS, LOCATIONS
from booking_chat.gateway.live.feed import LiveFeed
from booking_chat.gateway.live.hub import LiveHub
from booking_chat.gateway.ports import CheckedPart, RecordPublisher
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.topic_check import TopicCheck
from booking_chat.service.parts import StartStop

TOPICS = (COMMANDS, EVENTS, LOCATIONS, BOOKINGS)


@dataclass(frozen=True, slots=True)
class MessageLog:
    """`topics` is checked before anything is accepted; `feed` fills a hub with live events."""

    topics: CheckedPart
    publisher: RecordPublisher
    feed: Callable[[LiveHub], StartStop]


def kafka_log(config: ServiceConfig, name: str) -> MessageLog:
    """`name` is how the gateway calls itself at the brokers."""
    return MessageLog(
        TopicCheck(kafka_connection(config), TOPICS, allow_extra=config.allow_extra_partitions),
        Publisher(config, name),
        lambda hub: LiveFeed(config, name, hub),
    )
