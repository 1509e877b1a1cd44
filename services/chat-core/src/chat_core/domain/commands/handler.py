"""What the core asks of every command."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import ClassVar

from booking_chat.contracts.events import ChatEvent, MessagePosted
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import RejectionReason, SenderType
from chat_core.domain.context import Context
from chat_core.domain.thread import Thread


class CommandHandler(ABC):
    """One command and its rule. Pure.

    `sent_by` are the sides that may send it. `message_id`, `client_message_id` and `read_seq` are
    what it is about besides its thread; None for a command that names no such thing.
    """

    sent_by: ClassVar[frozenset[SenderType]]

    @property
    def message_id(self) -> str | None:
        return None

    @property
    def client_message_id(self) -> str | None:
        return None

    @property
    def read_seq(self) -> int | None:
        return None

    @abstractmethod
    def objection(
        self, thread: Thread | None, context: Context, booking: BookingChanged
    ) -> RejectionReason | None:
        """Why it must not have an effect, None when it may. Senders and ids are checked already."""

    @abstractmethod
    def events(
        self, thread: Thread | None, context: Context, booking: BookingChanged, at: datetime
    ) -> tuple[ChatEvent, ...]:
        """What happens when there is no objection; nothing when it changes nothing."""

    @abstractmethod
    def events_again(self, thread: Thread) -> tuple[ChatEvent, ...]:
        """The events to publish again after it was decided, as the thread stands now."""

    def may_have_caused(self, event: MessagePosted) -> bool:  # noqa: ARG002 - for those that post
        """Whether a message that was recovered from its event can come from this command."""
        return False
