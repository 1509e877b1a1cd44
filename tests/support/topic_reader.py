"""What a test reads back from Kafka."""

import asyncio

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from booking_chat.contracts.topics import Topic

PATIENCE_SECONDS = 30


async def records_of(
    bootstrap: str,
    topic: Topic,
    key: str,
    *,
    at_least: int,
    of_type: str | None = None,
    copies_count: bool = True,
) -> list[ConsumerRecord]:
    """All records of a key from the start of a topic, once there are as many as awaited.

    With `of_type` only those of one `ce_type`. Without `copies_count` as many ids are awaited:
    whoever was killed may publish again what it had published.
    To show that something is not there, await a later record of the same key: it comes last.
    Raises AssertionError with what was there when it takes too long.
    """
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    found: list[ConsumerRecord] = []
    try:
        partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (len(found) if copies_count else len(_ids(found))) < at_least:
                batches = await consumer.getmany(timeout_ms=100)
                found += [
                    record
                    for records in batches.values()
                    for record in records
                    if record.key == key.encode() and _is_of_type(record, of_type)
                ]
    except TimeoutError:
        raise AssertionError(
            f"{topic.name} has {len(found)} records of {key}, not {at_least}: {found}"
        ) from None
    else:
        return found
    finally:
        await consumer.stop()


def _ids(records: list[ConsumerRecord]) -> set[bytes]:
    return {value for record in records for name, value in record.headers if name == "ce_id"}


def _is_of_type(record: ConsumerRecord, wanted: str | None) -> bool:
    return wanted is None or ("ce_type", wanted.encode()) in record.headers
