"""The live balance: accepted equals what became of it, in every partition that can be read."""

import pytest

from booking_chat.contracts.topics import COMMANDS
from chat_core.domain.balance import Balance
from chat_core.domain.position import Position
from chat_core.storage.documents import position_document
from chat_core.storage.positions import positions_by_partition

POSITION = Position(first=0, next=4, stored=2, rejected=1, parked=1)
ENDS = {0: 6, 1: 3}


@pytest.mark.parametrize("damage", [{"next": "four"}, {"stored": None}])
def test_nothing_is_balanced_while_a_position_cannot_be_read(damage: dict[str, object]) -> None:
    documents = [
        position_document("log/0", "log", 0, POSITION),
        position_document("log/1", "log", 1, Position(0, 3, stored=3)) | damage,
    ]
    positions, unreadable = positions_by_partition(documents)

    balance = Balance.of(positions, ENDS, COMMANDS.partitions, unreadable=unreadable.keys())

    assert (positions, set(unreadable)) == ({0: POSITION}, {1})
    assert (balance.stored, balance.parked, balance.balanced) == (2, 1, False)


def test_positions_that_can_be_read_add_up() -> None:
    positions = {0: POSITION, 1: Position(0, 3, stored=3)}

    balance = Balance.of(positions, ENDS, COMMANDS.partitions)

    assert (balance.accepted, balance.in_flight, balance.balanced) == (9, 2, True)
