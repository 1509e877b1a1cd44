"""PostMessage: either side writes. The first message opens the thread."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from booking_chat.contracts.commands import PostMessage
from booking_chat.contracts.events import ChatEvent, MessagePosted
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.texts import normalised
from booking_chat.contracts.values import RejectionReason, SenderType
from chat_core.domain.commands.handler import CommandHandler
from chat_core.domain.commands.rules import opening, writing_objection
from chat_core.domain.context import Context
from chat_core.domain.thread import Thread

NAMELESS_OPERATOR = "Support"
"""What a customer sees for an operator whose account has no name."""


@dataclass(slots=True)
class PostMessageHandler(CommandHandler):
    command: PostMessage
    sent_by: ClassVar[frozenset[SenderType]] = frozenset(SenderType)

    @property
    def message_id(self) -> str:
        return message_id(thread_id(self.command.booking_id), self.command.client_message_id)

    @property
    def client_message_id(self) -> str:
        return self.command.client_message_id

    def objection(
        self, thread: Thread | None, context: Context, booking: BookingChanged
    ) -> RejectionReason | None:
        del thread
        return writing_objection(context, booking)

    def events(
        self, thread: Thread | None, context: Context, booking: BookingChanged, at: datetime
    ) -> tuple[ChatEvent, ...]:
        message = self._message(thread, context, booking, at)
        return (message,) if thread else (opening(booking, self.command.sender, at), message)

    def events_again(self, thread: Thread) -> tuple[ChatEvent, ...]:
        """None: a post that was decided has its message or its rejection."""
        del thread
        return ()

    def may_have_caused(self, event: MessagePosted) -> bool:
        """The same words of the same side are the same command."""
        by = self.command.sender.sender_type
        return self.command.text == event.text and by is event.sender_type

    def _message(
        self, thread: Thread | None, context: Context, booking: BookingChanged, at: datetime
    ) -> MessagePosted:
        """The message at the end of the thread; its time is never before its predecessor's."""
        command = self.command
        previous = thread.last_message_at if thread else None
        by_customer = command.sender.sender_type is SenderType.CUSTOMER
        # Bookings that were stored before names were normalised, and commands of older gateways.
        customer_name = normalised(booking.customer.name)
        operator_name = normalised(command.sender.sender_name or "") or NAMELESS_OPERATOR
        return MessagePosted(
            booking_id=booking.booking_id,
            thread_id=thread_id(booking.booking_id),
            location_id=booking.location_id,
            message_id=context.message_id or self.message_id,
            client_message_id=command.client_message_id,
            seq=thread.last_seq + 1 if thread else 1,
            sender_type=command.sender.sender_type,
            sender_name=customer_name if by_customer else operator_name,
            text=command.text,
            sent_at=max(at, previous) if previous else at,
            customer_name=customer_name,
            confirmation_code=normalised(booking.confirmation_code),
        )
