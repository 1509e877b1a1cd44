"""The demo's alerts: a webhook and an email address of its own, which hear of a message."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from booking_chat.contracts.http.destinations import (
    CreatedDestination,
    DestinationKind,
    NewDestination,
)
from booking_chat.contracts.http.explanations import AlertSent
from devstack.catcher.hooks import CaughtHook
from devstack.catcher.mailbox import CaughtMail
from devstack.client import CatcherClient, StaffClient
from devstack.waiting import comes_true

Caught = TypeVar("Caught", CaughtHook, CaughtMail)

PATIENCE_SECONDS = 25.0
_LINK = re.compile(r"https?://\S+/api/alerts/verify/\S+")


class NoAlertError(Exception):
    """An alert did not come, or was not what it should be."""


@dataclass(frozen=True, slots=True)
class AlertScene:
    """Where a location's alerts go while the demo plays, and what arrived there.

    New places each time: whoever had no alert for a while is told at once.
    """

    staff: StaffClient
    catcher: CatcherClient
    location_id: str
    hook: str
    address: str

    async def ask_for_webhook(self) -> CreatedDestination:
        """Ana has the calls of the webhook come to the catcher."""
        return await self._ask(kind=DestinationKind.WEBHOOK, url=self.catcher.hook_url(self.hook))

    async def ask_for_email(self) -> CreatedDestination:
        return await self._ask(kind=DestinationKind.EMAIL, address=self.address)

    async def confirm_address(self) -> None:
        """Presses the button behind the link in the email that a new address gets."""
        mail = await self._caught(self._mails, lambda mail: _LINK.search(mail.text) is not None)
        link = _LINK.search(mail.text)
        await self.staff.follow(link[0] if link else "")

    async def called(self, message_id: str, secret: str) -> CaughtHook:
        """The webhook's call about a message. Raises NoAlertError unless its signature holds."""
        hook = await self._caught(self._hooks, lambda hook: message_id in hook.body)
        try:
            Webhook(secret).verify(hook.body, hook.headers)
        except WebhookVerificationError as error:
            raise NoAlertError(f"the signature does not hold: {error}") from error
        return hook

    async def written_to(self, text: str) -> CaughtMail:
        """The email that tells of a message with this text."""
        return await self._caught(self._mails, lambda mail: text in mail.text)

    async def explained(self, message_id: str, destinations: Sequence[str]) -> dict[str, str]:
        """Why, by name of destination, once all of these have been sent to."""
        told: dict[str, str] = {}

        async def all_are_sent() -> bool:
            explanation = await self.staff.explanation(self.location_id, message_id)
            told.clear()
            for one in explanation.explanations:
                sent = one.reason
                if one.destination_id in destinations and isinstance(sent, AlertSent):
                    told[one.destination_name or ""] = f"sent, answered {sent.status}"
            return len(told) == len(destinations)

        if not await comes_true(all_are_sent, PATIENCE_SECONDS):
            raise NoAlertError(f"not all was sent, only {told}")
        return told

    async def _ask(self, **where: str) -> CreatedDestination:
        wanted = NewDestination(name=f"Demo {where['kind']}", **where)
        return await self.staff.add_destination(self.location_id, wanted)

    async def _hooks(self) -> list[CaughtHook]:
        return await self.catcher.hooks(self.hook)

    async def _mails(self) -> list[CaughtMail]:
        return await self.catcher.mails(self.address)

    async def _caught(
        self, caught: Callable[[], Awaitable[list[Caught]]], is_it: Callable[[Caught], bool]
    ) -> Caught:
        found: list[Caught] = []

        async def is_there() -> bool:
            found[:] = [one for one in await caught() if is_it(one)]
            return bool(found)

        if not await comes_true(is_there, PATIENCE_SECONDS):
            raise NoAlertError("nothing of the kind was caught")
        return found[0]


@asynccontextmanager
async def alert_scene(
    staff: StaffClient, catcher: CatcherClient, location_id: str
) -> AsyncIterator[AlertScene]:
    """Nothing of it is left at the location afterwards."""
    name = f"demo-{uuid4().hex[:8]}"
    scene = AlertScene(staff, catcher, location_id, name, f"{name}@lisbon-river.example")
    try:
        yield scene
    finally:
        for destination in await staff.destinations(location_id):
            if scene.hook in (destination.url or destination.address or ""):
                await staff.delete_destination(location_id, destination.id)
