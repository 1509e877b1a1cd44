"""A compacted topic read whole, outside of any consumer group."""

import asyncio

from aiokafka import TopicPartition

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.topics import Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.record_consumer import RecordConsumer
from booking_chat.service.messaging.records import KafkaUnavailableError

_POLL_MS = 500
_PATIENCE_SECONDS = 30.0


async def read_whole(config: ServiceConfig, client_id: str, topic: Topic) -> list[Record]:
    """All records up to the topic's ends at the time of the call, in order within a partition.

    Raises KafkaError or KafkaUnavailableError when Kafka does not answer in 30 s.
    """
    consumer = RecordConsumer(**kafka_connection(config).client_settings(), client_id=client_id)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await consumer.start()
            return await _read(consumer, topic)
    except TimeoutError as error:
        raise KafkaUnavailableError(f"{topic.name} could not be read in time") from error
    finally:
        await consumer.stop()


async def _read(consumer: RecordConsumer, topic: Topic) -> list[Record]:
    places = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
    consumer.assign(places)
    await consumer.seek_to_beginning(*places)
    ends = await consumer.end_offsets(places)
    found: list[Record] = []
    for place in places:
        while await consumer.position(place) < ends[place]:
            for records in (await consumer.getmany(timeout_ms=_POLL_MS)).values():
                found += records
    return found
