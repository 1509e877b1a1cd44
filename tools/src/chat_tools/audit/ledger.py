"""Positions, rejections and dead letters as they are, for the books of the command log.

Each is read after what it must be at least as large as, so that a running system adds up.
"""

from collections.abc import Sequence
from typing import NamedTuple

from booking_chat.service.messaging.log_reader import LogReader, Span
from booking_chat.service.storage.mongo import Document
from chat_core.domain.position import Position
from chat_core.storage.collections import Collections
from chat_tools.audit.accounts import (
    Letters,
    account,
    check_letters,
    check_outcomes,
    check_position,
)
from chat_tools.audit.buffers import OffsetSpool
from chat_tools.audit.events import Logs
from chat_tools.audit.findings import Account, Findings
from chat_tools.dead_letters.letter import origin_of
from chat_tools.positions import partition_in, position_in


class Books(NamedTuple):
    accounts: list[Account]
    rejections: int
    not_checked: list[str]


class BookAudit:
    def __init__(
        self, reader: LogReader, logs: Logs, collections: Collections, findings: Findings
    ) -> None:
        self._reader = reader
        self._logs = logs
        self._of = collections
        self._findings = findings

    async def totals(self) -> Position:
        """What became of all commands of all logs that this core has ever read."""
        position = Position(first=0, next=0)
        async for document in self._of.positions.find({}):
            one = position_in(document)
            position = Position(
                first=0,
                next=0,
                stored=position.stored + one.stored,
                repeated=position.repeated + one.repeated,
                rejected=position.rejected + one.rejected,
                dead_lettered=position.dead_lettered + one.dead_lettered,
                recovered=position.recovered + one.recovered,
            )
        return position

    async def run(self, before: Position, messages: int) -> Books:
        """`before` are the totals from before the `messages` were counted."""
        rejections = await self._of.rejections.count_documents({})
        after = await self.totals()
        self._findings.add(
            *check_outcomes(messages=messages, rejections=rejections, before=before, after=after)
        )
        log = await self._reader.identity(self._logs.commands)
        documents = await self._of.positions.find({"log": log}).to_list(None)
        others = await self._of.positions.count_documents({"log": {"$ne": log}})
        accounts = await self._check_positions({partition_in(d): d for d in documents})
        only_log = others == 0
        complete = await self._check_letters(documents, only_log=only_log)
        return Books(accounts, rejections, _not_checked(complete=complete, only_log=only_log))

    async def _check_positions(self, documents: dict[int, Document]) -> list[Account]:
        accounts = []
        for partition, span in (await self._reader.spans(self._logs.commands)).items():
            document = documents.get(partition)
            position = position_in(document) if document else None
            accounts.append(account(partition, position, span))
            if document and position:
                self._findings.add(
                    *check_position(
                        self._logs.commands.name, partition, position, span, document.get("seen")
                    )
                )
        return accounts

    async def _check_letters(self, documents: Sequence[Document], *, only_log: bool) -> bool:
        """Whether the dead-letter topic still has all of its letters."""
        spans = await self._reader.spans(self._logs.dead_letters)
        complete = all(span.start == 0 for span in spans.values())
        with OffsetSpool() as offsets:
            for partition, span in spans.items():
                await self._collect(partition, span, offsets)
            for document in documents:
                partition, position = partition_in(document), position_in(document)
                number = offsets.count(partition, position.first, position.next)
                letters = Letters(number, complete=complete, only_log=only_log)
                self._findings.add(
                    *check_letters(self._logs.commands.name, partition, position, letters)
                )
        return complete

    async def _collect(self, partition: int, span: Span, offsets: OffsetSpool) -> None:
        """Those that this core's group has set aside from the command log."""
        async for records in self._reader.read(self._logs.dead_letters, partition, span):
            for record in records:
                origin = origin_of(record)
                if (
                    origin is not None
                    and origin.topic == self._logs.commands.name
                    and origin.consumer == self._logs.group
                ):
                    offsets.add(origin.partition, origin.offset)


def _not_checked(*, complete: bool, only_log: bool) -> list[str]:
    notes = []
    if not complete:
        notes.append("whether letters are missing: the dead-letter topic has dropped its oldest")
    if not only_log:
        notes.append("whether there are too many letters: the command topic was made anew")
    return notes
