"""People who write without a pause worth mentioning, and who try again until they are answered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

import httpx

from booking_chat.contracts.commands import PostMessage
from booking_chat.contracts.http.views import MessageAccepted
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.values import CUSTOMER
from booking_chat.gateway.command_log import CommandLog
from booking_chat.service.messaging.records import KafkaUnavailableError
from devstack.client import UnexpectedAnswerError
from faults.ledger import Ledger

Post = Callable[[str, str], Awaitable[MessageAccepted]]
"""Sends a client's message id and a text, and returns when it is accepted."""

PAUSE_SECONDS = 0.15
RETRY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Writer:
    """One person in one conversation."""

    name: str
    booking_id: str
    post: Post

    async def write(self, ledger: Ledger) -> None:
        """Sends the next message, always with the same id, until it is accepted."""
        client_id, thread = str(uuid4()), thread_id(self.booking_id)
        message = message_id(thread, client_id)
        ledger.tried(message, thread, self.name)
        while True:
            try:
                await self.post(client_id, f"{self.name} {client_id}")
            except (KafkaUnavailableError, httpx.TransportError):
                await asyncio.sleep(RETRY_SECONDS)
            except UnexpectedAnswerError as error:
                if error.status is not HTTPStatus.SERVICE_UNAVAILABLE:
                    raise
                await asyncio.sleep(RETRY_SECONDS)
            else:
                ledger.accepted(message)
                return


def customer_of(booking_id: str, commands: CommandLog) -> Post:
    """What the portal gateway does for a customer, without the gateway."""

    async def post(client_id: str, text: str) -> MessageAccepted:
        return await commands.post(
            PostMessage(
                booking_id=booking_id,
                location_id=None,
                sender=CUSTOMER,
                client_message_id=client_id,
                text=text,
            )
        )

    return post


@asynccontextmanager
async def traffic(writers: Sequence[Writer], ledger: Ledger) -> AsyncIterator[None]:
    """Everybody writes for as long as the context lasts, and ends with an accepted message."""
    over = asyncio.Event()

    async def go_on(writer: Writer) -> None:
        while not over.is_set():
            await writer.write(ledger)
            await asyncio.sleep(PAUSE_SECONDS)

    async with asyncio.TaskGroup() as writing:
        for writer in writers:
            writing.create_task(go_on(writer))
        try:
            yield
        finally:
            over.set()
