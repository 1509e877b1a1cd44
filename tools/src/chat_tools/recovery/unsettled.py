"""Messages that were parked when the store was lost.

Their commands are before the committed offset, like those that were decided, and no event says what
became of them. They are parked again, and decided in order once chat-core runs.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import replace

from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.envelope import Record, decode
from booking_chat.contracts.topics import Topic
from booking_chat.service.messaging.log_reader import LogReader, Span
from booking_chat.service.parking.cause import Cause
from booking_chat.service.parking.keys import Waiting
from chat_core.domain.incoming import Incoming
from chat_tools.recovery.positions import MovedPosition
from chat_tools.recovery.store import RecoveryStore

WHY = Cause("parked before the store was lost", "")


def with_parked(moved: MovedPosition, number: int) -> MovedPosition:
    """So many of the commands that were passed are parked, not recovered. Pure."""
    after = replace(
        moved.after, recovered=moved.after.recovered - number, parked=moved.after.parked + number
    )
    return replace(moved, after=after)


async def unsettled(
    store: RecoveryStore,
    reader: LogReader,
    commands: Topic,
    partition: int,
    span: Span,
    published: Collection[str],
) -> list[Waiting]:
    """The posts of a span of which neither a message nor a rejection is stored, in order.

    Those of `published` messages are left out: what was said once is not decided again. Read marks
    leave no trace of their own, so one that was parked is not found again.
    """
    return [
        Waiting(str(incoming.booking_id), incoming.record, WHY)
        async for batch in _posts(reader, commands, partition, span)
        for incoming in await _without_outcome(store, batch)
        if incoming.record is not None and incoming.message_id not in published
    ]


async def _posts(
    reader: LogReader, commands: Topic, partition: int, span: Span
) -> AsyncIterator[list[Incoming]]:
    async for records in reader.read(commands, partition, span):
        batch = [_incoming(record) for record in records]
        yield [incoming for incoming in batch if incoming.message_id is not None]


def _incoming(record: Record) -> Incoming:
    return Incoming.of(record.partition, record.offset, decode(record, COMMANDS), record)


async def _without_outcome(store: RecoveryStore, batch: Sequence[Incoming]) -> list[Incoming]:
    ids = [str(incoming.message_id) for incoming in batch]
    settled = await store.stored_messages(ids) | (await store.rejected_messages(ids)).keys()
    return [incoming for incoming in batch if incoming.message_id not in settled]
