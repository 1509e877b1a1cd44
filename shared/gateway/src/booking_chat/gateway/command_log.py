"""From a gateway into the log: a command becomes a record that Kafka has acknowledged."""

from collections.abc import Callable
from datetime import datetime

from booking_chat.contracts.commands import Command, PostMessage
from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.http.views import CommandAccepted, MessageAccepted
from booking_chat.contracts.ids import message_id, post_command_id, thread_id
from booking_chat.contracts.topics import COMMANDS
from booking_chat.gateway.ports import RecordPublisher
from booking_chat.service.logging import log_every


class CommandLog:
    """Where a gateway's commands go. What it returns from is safe: it will be decided.

    `source` is the gateway's `ce_source`; `new_id` gives ids to commands that need not be
    recognised when they are sent again.
    """

    def __init__(
        self,
        publisher: RecordPublisher,
        source: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._publisher = publisher
        self._source = source
        self._clock = clock
        self._new_id = new_id

    async def post(self, command: PostMessage) -> MessageAccepted:
        """Raises KafkaUnavailableError when Kafka does not acknowledge in time."""
        message = message_id(thread_id(command.booking_id), command.client_message_id)
        await self._append(post_command_id(message, command.sender, command.text), command)
        # Where a cluster is lost as a whole, these lines say which messages went with it.
        log_every("command accepted", bookingId=command.booking_id, messageId=message)
        return MessageAccepted(message_id=message, client_message_id=command.client_message_id)

    async def issue(self, command: Command) -> CommandAccepted:
        """Any command that may be given twice without harm. Raises as `post` does."""
        await self._append(self._new_id(), command)
        return CommandAccepted(thread_id=thread_id(command.booking_id))

    async def _append(self, command_id: str, command: Command) -> None:
        envelope = Envelope(
            command_id, type(command).__name__, self._source, self._clock(), command
        )
        await self._publisher.publish(COMMANDS, encode(envelope))
