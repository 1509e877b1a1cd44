"""The promise as a live figure: what was accepted is accounted for, to the last record."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Self

from booking_chat.contracts.base import TolerantContract
from booking_chat.contracts.topics import COMMANDS
from booking_chat.service.messaging.log_identity import find_log
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.storage.mongo import Client
from chat_core.batch import Position
from chat_core.store import Collections, positions_by_partition


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


class Conservation:
    def __init__(self, client: Client, progress: GroupProgress, bootstrap: str) -> None:
        self._of = Collections(client)
        self._progress = progress
        self._bootstrap = bootstrap

    async def balance(self) -> Balance:
        """The positions are read before the ends, so that nothing counts as ahead of its log."""
        command_log = await find_log(self._bootstrap, COMMANDS)
        documents = await self._of.positions.find({"log": command_log.identity}).to_list(None)
        positions, unreadable = positions_by_partition(documents)
        readable = replace(COMMANDS, partitions=min(COMMANDS.partitions, command_log.partitions))
        ends = await self._progress.ends(readable)
        return Balance.of(positions, ends, command_log.partitions, unreadable=unreadable.keys())
