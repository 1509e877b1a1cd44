"""Which partitions a service starts on, and which a key has: our own count, whatever Kafka's is."""

import pytest
from aiokafka.partitioner import DefaultPartitioner

from booking_chat.contracts.topics import COMMANDS, EVENTS, LOCATIONS
from booking_chat.service.messaging.records import partition_of
from booking_chat.service.messaging.topic_check import wrong_partitions

RIGHT = {"chat.commands.v1": 12, "chat.events.v1": 12}
MORE = "chat.commands.v1 has 24 partitions where 12 are wanted"
FEWER = "chat.commands.v1 has 6 partitions where 12 are wanted"


@pytest.mark.parametrize(
    ("commands", "allow_extra", "faults"),
    [
        (12, False, []),
        (24, False, [MORE]),
        (6, False, [FEWER]),
        (12, True, []),
        (24, True, []),
        (6, True, [FEWER]),
    ],
)
def test_other_partitions_are_a_fault_unless_more_of_them_are_allowed(
    commands: int,
    allow_extra: bool,  # noqa: FBT001 - a column of the table
    faults: list[str],
) -> None:
    found = {**RIGHT, "chat.commands.v1": commands}

    assert wrong_partitions([COMMANDS, EVENTS], found, allow_extra=allow_extra) == faults


def test_every_topic_that_is_wrong_is_named_and_one_that_is_missing_is_not() -> None:
    found = {"chat.commands.v1": 24, "chat.events.v1": 1}

    assert wrong_partitions([COMMANDS, EVENTS, LOCATIONS], found, allow_extra=False) == [
        MORE,
        "chat.events.v1 has 1 partitions where 12 are wanted",
    ]


def test_a_key_has_the_partition_that_kafkas_own_clients_give_it() -> None:
    keys = [f"booking-{number}".encode() for number in range(500)] + [b"", "é😀".encode()]
    kafkas = DefaultPartitioner()
    everywhere = list(range(12))

    assert [partition_of(COMMANDS, key) for key in keys] == [
        kafkas(key, everywhere, everywhere) for key in keys
    ]
    assert {partition_of(COMMANDS, key) for key in keys} == set(everywhere)
