"""Parts that a composition root starts and stops: each is connected while the app runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from booking_chat.service.messaging.subscription import Broker
from booking_chat.service.startup import Running
from booking_chat.service.storage.mongo import Client, disconnect


class StartStop(Protocol):
    async def start(self) -> None: ...
    async def stop(self) -> None: ...


def started(thing: StartStop | Broker) -> Running:
    """Starts `thing` with the app and stops it with the app.

    What could not be started as a whole is stopped too, so that it can be started again.
    """

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        try:
            await thing.start()
            yield
        finally:
            await thing.stop()

    return running


def closed(client: Client) -> Running:
    """Closes a MongoDB client, which connects by itself, with the app."""

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        try:
            yield
        finally:
            await disconnect(client)

    return running
