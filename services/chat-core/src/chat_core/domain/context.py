"""What a decision depends on besides its thread."""

from collections.abc import Callable
from dataclasses import dataclass

from booking_chat.contracts.events import CommandRejected, MessagePosted
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import Switches


@dataclass(frozen=True, slots=True)
class Posted:
    """A stored message: its event, the command that it came from and who sent that.

    `customer_count` counts the customer's messages among 1 … its seq. `command_id` and `sender_id`
    are None for an operator's message that was recovered from its event, which names neither.
    """

    event: MessagePosted
    command_id: str | None
    sender_id: str | None
    customer_count: int


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision depends on besides its thread.

    `message_id` is the one that a PostMessage is about; `posted` is what is stored under it;
    `rejections` are the earlier ones of this very command or of its message id;
    `customer_count_at` gives the number of the customer's messages among 1 … seq.
    """

    message_id: str | None
    booking: BookingChanged | None
    switches: Switches
    posted: Posted | None
    rejections: tuple[CommandRejected, ...]
    customer_count_at: Callable[[int], int]
