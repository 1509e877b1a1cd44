"""The promise as a live figure: what was accepted is accounted for, to the last record."""

from dataclasses import replace

from booking_chat.contracts.topics import COMMANDS
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import find_log
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.storage.mongo import Client
from chat_core.domain.balance import Balance
from chat_core.storage.collections import Collections
from chat_core.storage.positions import positions_by_partition


class LiveBalance:
    """The promise as a live figure."""

    def __init__(self, client: Client, progress: GroupProgress, kafka: KafkaConnection) -> None:
        self._of = Collections(client)
        self._progress = progress
        self._kafka = kafka

    async def balance(self) -> Balance:
        """The positions are read before the ends, so that nothing counts as ahead of its log."""
        command_log = await find_log(self._kafka, COMMANDS)
        documents = await self._of.positions.find({"log": command_log.identity}).to_list(None)
        positions, unreadable = positions_by_partition(documents)
        readable = replace(COMMANDS, partitions=min(COMMANDS.partitions, command_log.partitions))
        ends = await self._progress.ends(readable)
        return Balance.of(positions, ends, command_log.partitions, unreadable=unreadable.keys())
