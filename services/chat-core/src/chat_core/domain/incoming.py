"""Records of the command log as the core sees them."""

from dataclasses import dataclass
from typing import Self

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope, Record, Undecodable
from chat_core.domain.commands import handler_of


@dataclass(frozen=True, slots=True)
class Incoming:
    """One record of the command log: where it stands and what it says.

    `message_id` is the message that the command is about, `read_seq` the seq up to which it marks
    as read; None for commands that name none. `record` is what it was read from, None where nobody
    will ask for its bytes.
    """

    partition: int
    offset: int
    content: Envelope[ChatCommand] | Undecodable
    message_id: str | None = None
    read_seq: int | None = None
    record: Record | None = None

    @property
    def booking_id(self) -> str | None:
        """The booking that it is about, None for what cannot be read."""
        return self.content.data.booking_id if isinstance(self.content, Envelope) else None

    @classmethod
    def of(
        cls,
        partition: int,
        offset: int,
        content: Envelope[ChatCommand] | Undecodable,
        record: Record | None = None,
    ) -> Self:
        """Derives once what the command is about: it is asked for often."""
        if isinstance(content, Undecodable):
            return cls(partition, offset, content, record=record)
        handler = handler_of(content.data)
        return cls(partition, offset, content, handler.message_id, handler.read_seq, record)
