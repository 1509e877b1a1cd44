"""A location's destinations: made, changed, deleted, tried out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Protocol

from fastapi import APIRouter, Header

from booking_chat.contracts.http.acting import Act, Wish
from booking_chat.contracts.http.destinations import (
    CreatedDestination,
    DestinationChange,
    DestinationKind,
    DestinationView,
    NewDestination,
    RotatedSecret,
    TestResult,
    require_fitting_events,
)
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.entity_tags import expected_version, version_conflict
from booking_chat.service.http.problems import Problem, invalid, not_found
from notifier.channels.url_check import UnusableUrlError
from notifier.deliveries import Delivery
from notifier.destination_changes import Changed, changed, created, rotated
from notifier.destinations import Destination, view_of
from notifier.planning.administration import verification_delivery
from notifier.sampling import Sampling
from notifier.stores.destinations import DestinationStore, TooManyDestinationsError
from notifier.stores.policies import PolicyStore
from notifier.tokens import Tokens

VERIFICATION_PAUSE = timedelta(minutes=1)
"""Between two links to the same address: nobody's mailbox is to be filled from here."""
_PREFIX = "/locations/{location_id}/alerts/destinations"


class UrlCheck(Protocol):
    async def check(self, url: str) -> None:
        """Raises UnusableUrlError."""
        ...


@dataclass(frozen=True, slots=True)
class Making:
    """What is needed to make and change destinations; `due` says that something is to be sent."""

    destinations: DestinationStore
    urls: UrlCheck
    tokens: Tokens
    new_id: Callable[[], str]
    new_secret: Callable[[], str]
    clock: Callable[[], datetime]
    due: Callable[[], None]
    kept: timedelta

    async def existing(self, location_id: str, destination_id: str) -> Destination:
        """A destination of the location. Raises Problem 404."""
        destination = await self.destinations.find(location_id, destination_id)
        if destination is None:
            raise _none()
        return destination

    async def require_usable(self, url: str | None) -> None:
        """Raises Problem 422 for a URL that cannot be called."""
        if url is None:
            return
        try:
            await self.urls.check(url)
        except UnusableUrlError as error:
            raise invalid([{"field": "url", "message": str(error)}]) from error


def reading_routes(making: Making) -> APIRouter:
    router = APIRouter(prefix=_PREFIX)

    @router.get("")
    async def destinations(location_id: Id) -> Page[DestinationView]:
        """All of them, oldest first."""
        now = making.clock()
        found = await making.destinations.all_of(location_id)
        return Page(items=[view_of(destination, now) for destination in found], next_cursor=None)

    @router.get("/{destination_id}")
    async def destination(location_id: Id, destination_id: Id) -> DestinationView:
        return view_of(await making.existing(location_id, destination_id), making.clock())

    return router


def creating_routes(making: Making) -> APIRouter:
    router = APIRouter(prefix=_PREFIX)

    @router.post("", status_code=HTTPStatus.CREATED)
    async def create(location_id: Id, wish: Wish[NewDestination]) -> CreatedDestination:
        """A new one. The answer holds a webhook's secret, this once."""
        await making.require_usable(wish.wanted.url)
        now, secret = making.clock(), making.new_secret()
        new = created(
            wish.wanted,
            location_id,
            new_id=making.new_id(),
            secret=secret,
            token=making.tokens.new(),
            by=wish.by,
            now=now,
        )
        first = _verifications(making, None, new.destination, now)
        try:
            await making.destinations.add(new, first)
        except TooManyDestinationsError as error:
            raise Problem(
                HTTPStatus.CONFLICT,
                "too-many-destinations",
                "The location has as many destinations as it may have.",
            ) from error
        making.due()
        is_webhook = new.destination.kind is DestinationKind.WEBHOOK
        return CreatedDestination(
            **view_of(new.destination, now).model_dump(), secret=secret if is_webhook else None
        )

    return router


def changing_routes(making: Making) -> APIRouter:
    router = APIRouter(prefix=_PREFIX)

    @router.patch("/{destination_id}")
    async def change(
        location_id: Id,
        destination_id: Id,
        wish: Wish[DestinationChange],
        if_match: Annotated[str | None, Header()] = None,
    ) -> DestinationView:
        """Changes some fields; with If-Match, unless it was changed since that version."""
        version = None if if_match is None else expected_version(if_match)
        found = await making.existing(location_id, destination_id)
        _require_fitting(found.kind, wish.wanted)
        await making.require_usable(wish.wanted.url)
        now = making.clock()

        def apply(current: Destination) -> Changed:
            if version is not None and current.version != version:
                raise version_conflict("the destination", current.version)
            return changed(current, wish.wanted, wish.by, now)

        after = await making.destinations.change(
            destination_id, apply, lambda before, new, _: _verifications(making, before, new, now)
        )
        making.due()
        return view_of(_still_there(after), now)

    @router.delete("/{destination_id}", status_code=HTTPStatus.NO_CONTENT)
    async def delete(location_id: Id, destination_id: Id, act: Act) -> None:
        """What waits for it is dropped when its time comes."""
        destination = await making.existing(location_id, destination_id)
        await making.destinations.delete(destination, act.by, making.clock())

    return router


def action_routes(making: Making, policies: PolicyStore, sampling: Sampling) -> APIRouter:
    router = APIRouter(prefix=f"{_PREFIX}/{{destination_id}}")

    @router.post("/test")
    async def test(location_id: Id, destination_id: Id, _: Act) -> TestResult:
        """Sends a marked sample now and answers with what came of it."""
        destination = await making.existing(location_id, destination_id)
        if not destination.verified:
            raise Problem(
                HTTPStatus.CONFLICT, "unverified", "Its address has not been verified yet."
            )
        policy = (await policies.load(location_id)).policy
        return await sampling.send(destination, policy)

    @router.post("/rotate-secret")
    async def rotate_secret(location_id: Id, destination_id: Id, act: Act) -> RotatedSecret:
        """A second valid secret; the old one stays valid for a day."""
        destination = await making.existing(location_id, destination_id)
        if destination.kind is not DestinationKind.WEBHOOK:
            raise Problem(HTTPStatus.CONFLICT, "not-a-webhook", "Only webhooks have a secret.")
        now, secret = making.clock(), making.new_secret()
        after = await making.destinations.change(
            destination_id, lambda current: rotated(current, secret, act.by, now)
        )
        until = _still_there(after).old_secret_valid_until(now)
        return RotatedSecret(secret=secret, old_secret_valid_until=until or now)

    @router.post("/send-verification", status_code=HTTPStatus.NO_CONTENT)
    async def send_verification(location_id: Id, destination_id: Id, _: Act) -> None:
        """Sends the verification link once more."""
        destination = await making.existing(location_id, destination_id)
        if destination.verified:
            raise Problem(HTTPStatus.CONFLICT, "nothing-to-verify", "There is nothing to verify.")
        now = making.clock()
        if destination.verification_sent_after(now - VERIFICATION_PAUSE):
            raise Problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too-soon",
                "A link was sent a moment ago.",
                "Wait a minute before you ask for another one.",
                headers={"Retry-After": f"{VERIFICATION_PAUSE.total_seconds():.0f}"},
            )
        await making.destinations.enqueue(
            [verification_delivery(destination, making.new_id(), now, making.kept)]
        )
        making.due()

    return router


def _verifications(
    making: Making, before: Destination | None, after: Destination, now: datetime
) -> list[Delivery]:
    """The email that a new address gets."""
    if after.verified or (before is not None and before.address == after.address):
        return []
    return [verification_delivery(after, making.new_id(), now, making.kept)]


def _require_fitting(kind: DestinationKind, wanted: DestinationChange) -> None:
    """Raises Problem 422 for what destinations of this kind do not have."""
    errors = []
    if kind is DestinationKind.EMAIL and wanted.url is not None:
        errors.append({"field": "url", "message": "does not go with email: give an address"})
    if kind is not DestinationKind.EMAIL and wanted.address is not None:
        errors.append({"field": "address", "message": f"does not go with kind {kind}: give a url"})
    if wanted.events is not None:
        try:
            require_fitting_events(kind, wanted.events)
        except ValueError as error:
            errors.append({"field": "events", "message": str(error)})
    if errors:
        raise invalid(errors)


def _still_there(destination: Destination | None) -> Destination:
    if destination is None:
        raise _none()
    return destination


def _none() -> Problem:
    return not_found("destination")
