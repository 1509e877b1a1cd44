"""What the routes of destinations share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from booking_chat.service.http.problems import invalid, not_found
from notifier.channels.http.url_check import UnusableUrlError
from notifier.domain.destinations.destination import Destination
from notifier.sending.tokens import Tokens
from notifier.storage.destinations import DestinationStore

PREFIX = "/locations/{location_id}/alerts/destinations"


class UrlCheck(Protocol):
    async def check(self, url: str) -> None:
        """Raises UnusableUrlError."""
        ...


@dataclass(frozen=True, slots=True)
class DestinationDeps:
    """What the routes of destinations use. `wake` tells the dispatcher that something is due."""

    destinations: DestinationStore
    urls: UrlCheck
    tokens: Tokens
    new_id: Callable[[], str]
    new_secret: Callable[[], str]
    clock: Callable[[], datetime]
    wake: Callable[[], None]
    retention: timedelta

    async def existing(self, location_id: str, destination_id: str) -> Destination:
        """A destination of the location. Raises Problem 404."""
        destination = await self.destinations.find(location_id, destination_id)
        if destination is None:
            raise not_found("destination")
        return destination

    async def require_usable(self, url: str | None) -> None:
        """Raises Problem 422 for a URL that cannot be called."""
        if url is None:
            return
        try:
            await self.urls.check(url)
        except UnusableUrlError as error:
            raise invalid([{"field": "url", "message": str(error)}]) from error


def require_existing(destination: Destination | None) -> Destination:
    """Raises Problem 404 for a destination that was deleted meanwhile."""
    if destination is None:
        raise not_found("destination")
    return destination
