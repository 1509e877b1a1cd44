"""A process can end although Kafka does not take what it still has for it."""

import asyncio

import pytest
from aiokafka.errors import NodeNotReadyError

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import COMMANDS
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import KafkaUnavailableError

CLEAN_STOP_SECONDS = 20.0
A_MOMENT_SECONDS = 1.0


class CutOff(Publisher):
    """What brokers that went away do to a producer, without ending them for other tests."""

    def cut_off(self) -> None:
        assert self._producer is not None

        async def refused(*_: object, **__: object) -> None:
            raise NodeNotReadyError

        # aiokafka has no other way in.
        self._producer.client.send = refused


async def test_what_kafka_does_not_take_keeps_no_process_from_ending(
    config: ServiceConfig,
) -> None:
    publisher = CutOff(config, "test")
    await publisher.start()
    publisher.cut_off()
    with pytest.raises(KafkaUnavailableError):
        await publisher.publish_all(
            COMMANDS, [(OutgoingRecord(b"nobody", b"{}", []), None)], timeout=A_MOMENT_SECONDS
        )

    async with asyncio.timeout(CLEAN_STOP_SECONDS):
        await publisher.stop()
