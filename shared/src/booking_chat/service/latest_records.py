"""A compacted topic read whole: the latest record of each key, outside of any consumer group."""

import asyncio

from aiokafka import AIOKafkaConsumer, TopicPartition

from booking_chat.service.config import ServiceConfig
from booking_chat.service.kafka import KafkaUnavailableError, Record
from booking_chat.topics import Topic

_POLL_MS = 500
_PATIENCE_SECONDS = 30.0


async def latest_records(
    config: ServiceConfig, client_id: str, topic: Topic
) -> dict[bytes, Record]:
    """By key, up to the topic's ends at the time of the call; tombstones too.

    Raises KafkaError or KafkaUnavailableError when Kafka does not answer in 30 s.
    """
    consumer = AIOKafkaConsumer(bootstrap_servers=config.kafka_bootstrap, client_id=client_id)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await consumer.start()
            return await _read(consumer, topic)
    except TimeoutError as error:
        raise KafkaUnavailableError(f"{topic.name} could not be read in time") from error
    finally:
        await consumer.stop()


async def _read(consumer: AIOKafkaConsumer, topic: Topic) -> dict[bytes, Record]:
    places = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
    consumer.assign(places)
    await consumer.seek_to_beginning(*places)
    ends = await consumer.end_offsets(places)
    latest: dict[bytes, Record] = {}
    for place in places:
        while await consumer.position(place) < ends[place]:
            for records in (await consumer.getmany(timeout_ms=_POLL_MS)).values():
                latest |= {record.key: record for record in records if record.key}
    return latest
