"""A record that aiokafka itself cannot parse stops nobody and takes nobody along.

What its producer put behind it into the same batch comes empty as well: it is set aside.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import pytest

from booking_chat.contracts.envelope import OutgoingRecord, Record
from booking_chat.contracts.topics import COMMANDS, Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.subscription import make_broker, subscribe
from support.unparsable import publish_around_unparsable

POISONED, OTHERS = 3, (2, 4)


def record(value: str) -> OutgoingRecord:
    return OutgoingRecord(b"key", value.encode(), [("name", b"value")])


@pytest.mark.parametrize("before", [("one", "two"), ()], ids=["in the middle", "at the start"])
async def test_neighbours_in_its_partition_and_in_others_are_each_handled_once(
    config: ServiceConfig,
    publisher: Publisher,
    own_topic: Callable[[Topic], Awaitable[Topic]],
    new_id: Callable[[str], str],
    before: Sequence[str],
) -> None:
    topic = await own_topic(COMMANDS)
    handled: dict[int, list[bytes | None]] = {}

    async def handle(records: Sequence[Record]) -> None:
        for found in records:
            handled.setdefault(found.partition, []).append(found.value)

    for partition in OTHERS:
        await publisher.publish_all(topic, [(record(n), partition) for n in ("a", "b")])
    await publish_around_unparsable(
        config.kafka_bootstrap, topic, POISONED, [record(n) for n in before], [record("three")]
    )
    await publisher.publish_all(topic, [(record("four"), POISONED)])
    expected = {
        **{partition: [b"a", b"b"] for partition in OTHERS},
        POISONED: [*(n.encode() for n in before), None, None, b"four"],
    }

    broker = make_broker(config, "test")
    subscribe(broker, [topic], handle, group_id=new_id("group"))
    await broker.start()
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(20):
                while handled != expected:
                    await asyncio.sleep(0.05)
    finally:
        await broker.stop()

    assert handled == expected
