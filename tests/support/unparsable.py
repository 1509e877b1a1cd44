"""A batch with a record that aiokafka cannot parse: the name of a header is not UTF-8."""

from collections.abc import Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.util import calc_crc32c

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import Topic

_NAME = "header-name-to-break"
_CHECKED_FROM, _CHECKSUM_AT = 21, 17
"""Source: Kafka protocol, record batch: a CRC-32C of everything after it."""


class _Broken(BatchBuilder):  # type: ignore[misc] # untyped
    def _build(self) -> bytearray:
        batch = bytearray(super()._build())
        place = batch.index(_NAME.encode())
        batch[place : place + 2] = b"\xff\xfe"
        checksum = calc_crc32c(batch[_CHECKED_FROM:])
        batch[_CHECKSUM_AT:_CHECKED_FROM] = checksum.to_bytes(4)
        self._buffer = batch
        return batch


async def publish_around_unparsable(
    bootstrap: str,
    topic: Topic,
    partition: int,
    before: Sequence[OutgoingRecord],
    after: Sequence[OutgoingRecord],
) -> None:
    """One batch: records, one that cannot be parsed, and records."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        batch = _Broken(1_000_000, 0)
        for record in before:
            batch.append(timestamp=None, key=record.key, value=record.value, headers=record.headers)
        batch.append(timestamp=None, key=b"key", value=b"poison", headers=[(_NAME, b"")])
        for record in after:
            batch.append(timestamp=None, key=record.key, value=record.value, headers=record.headers)
        batch.close()
        await (await producer.send_batch(batch, topic.name, partition=partition))
    finally:
        await producer.stop()
