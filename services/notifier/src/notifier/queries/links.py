"""The links in emails: whoever holds the token may use them."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter

from booking_chat.contracts.http.alert_links import FollowedLink, LinkEffect
from booking_chat.contracts.http.destinations import PauseReason
from booking_chat.service.http.problems import Problem
from notifier.domain.destinations.changes import Changed, paused, verified
from notifier.domain.destinations.destination import Destination
from notifier.sending.tokens import Tokens
from notifier.storage.destinations import DestinationStore
from notifier.storage.recipients import RecipientStore


def verification_link_routes(
    destinations: DestinationStore, tokens: Tokens, clock: Callable[[], datetime]
) -> APIRouter:
    router = APIRouter(prefix="/alerts")

    @router.post("/verifications")
    async def verify(link: FollowedLink) -> LinkEffect:
        """Verifies the address whose link it is; again is fine."""
        token_hash, now = tokens.hash_of(link.token), clock()

        def change(current: Destination) -> Changed:
            changed = verified(current, token_hash, now)
            if changed is None:
                raise _expired()
            return changed

        found = await destinations.by_verification(token_hash)
        changed = found and await destinations.change(found.id, change)
        if not changed:
            raise _expired()
        return LinkEffect(address=changed.address or "")

    return router


def unsubscribe_link_routes(
    destinations: DestinationStore, recipients: RecipientStore, clock: Callable[[], datetime]
) -> APIRouter:
    router = APIRouter(prefix="/alerts")

    @router.post("/unsubscriptions")
    async def unsubscribe(link: FollowedLink) -> LinkEffect:
        """Ends the emails to the address whose link it is; again is fine."""
        now = clock()
        recipient = await recipients.unsubscribe(link.token, now)
        if recipient is not None:
            return LinkEffect(address=recipient.address)
        found = await destinations.by_unsubscribe_token(link.token)
        changed = found and await destinations.change(
            found.id, lambda current: paused(current, PauseReason.UNSUBSCRIBED, now)
        )
        if not changed:
            raise _expired()
        return LinkEffect(address=changed.address or "")

    return router


def _expired() -> Problem:
    return Problem(
        HTTPStatus.GONE, "link-expired", "This link is not good any more.", "Ask for a new one."
    )
