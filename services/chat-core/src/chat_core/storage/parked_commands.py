"""Commands of parked bookings as the shared store of parked records keeps them."""

from collections.abc import Sequence

from booking_chat.service.parking.keys import Waiting
from booking_chat.service.parking.parking import log_parked
from chat_core.domain.batch import ParkedCommand
from chat_core.names import COMMANDS_GROUP


def waiting(commands: Sequence[ParkedCommand]) -> list[Waiting]:
    return [_waiting(command) for command in commands]


def log_newly_parked(commands: Sequence[ParkedCommand]) -> None:
    """One line for each booking that has been parked now, with the command that it began with."""
    said: set[str] = set()
    for command in commands:
        if command.cause is not None and command.booking_id not in said:
            said.add(command.booking_id)
            log_parked(COMMANDS_GROUP, _waiting(command))


def _waiting(command: ParkedCommand) -> Waiting:
    record = command.incoming.record
    if record is None:
        raise ValueError("a command without its bytes cannot be parked")
    return Waiting(command.booking_id, record, command.cause, decided=command.decided)
