"""What was accepted is accounted for, to the last record. Pure."""

from collections.abc import Collection, Mapping
from typing import Self

from booking_chat.contracts.base import TolerantContract
from booking_chat.contracts.topics import COMMANDS
from chat_core.domain.position import Position


class Balance(TolerantContract):
    """Commands in the log, and what became of them.

    `balanced` says that they add up: accepted = stored + repeated + rejected + dead_lettered
    + parked + recovered + missing + in_flight, in every partition. Where the log has other
    `partitions` than it is meant to have, there may be commands that nobody counts, and nothing
    is called balanced.
    """

    accepted: int
    stored: int
    repeated: int
    rejected: int
    dead_lettered: int
    parked: int
    recovered: int
    missing: int
    in_flight: int
    partitions: int
    balanced: bool

    @classmethod
    def of(
        cls,
        positions: Mapping[int, Position],
        ends: Mapping[int, int],
        partitions: int,
        *,
        unreadable: Collection[int] = (),
    ) -> Self:
        """Adds up partitions; one without a position has everything still before it.

        `partitions` counts those that the log has. Nothing is balanced while a position is
        `unreadable`: what became of its partition's commands cannot be told.
        """
        accounts = [
            (positions.get(partition, Position(first=0, next=0)), end)
            for partition, end in ends.items()
        ]
        return cls(
            accepted=sum(end - position.first for position, end in accounts),
            stored=sum(position.stored for position, _ in accounts),
            repeated=sum(position.repeated for position, _ in accounts),
            rejected=sum(position.rejected for position, _ in accounts),
            dead_lettered=sum(position.dead_lettered for position, _ in accounts),
            parked=sum(position.parked for position, _ in accounts),
            recovered=sum(position.recovered for position, _ in accounts),
            missing=sum(position.missing for position, _ in accounts),
            in_flight=sum(end - position.next for position, end in accounts),
            partitions=partitions,
            balanced=partitions == COMMANDS.partitions
            and not unreadable
            and all(
                end - position.first == position.seen + (end - position.next)
                and end >= position.next
                for position, end in accounts
            ),
        )
