"""A location's destinations: list, create, change, delete."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header

from booking_chat.contracts.http.acting import Act, Wish
from booking_chat.contracts.http.destinations import (
    CreatedDestination,
    DestinationChange,
    DestinationKind,
    DestinationView,
    NewDestination,
    fitting_address,
    require_fitting_events,
    require_fitting_url,
    rules_of,
)
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.entity_tags import expected_version, version_conflict
from booking_chat.service.http.problems import Problem, invalid
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.announcements import verification_delivery
from notifier.domain.destinations.changes import Changed, changed, created
from notifier.domain.destinations.destination import Destination
from notifier.queries.destination_deps import PREFIX, DestinationDeps, require_existing
from notifier.queries.destination_views import destination_view
from notifier.storage.destinations import TooManyDestinationsError


def reading_routes(deps: DestinationDeps) -> APIRouter:
    router = APIRouter(prefix=PREFIX)

    @router.get("")
    async def destinations(location_id: Id) -> Page[DestinationView]:
        """All of them, oldest first."""
        now = deps.clock()
        found = await deps.destinations.all_of(location_id)
        return Page(
            items=[destination_view(destination, now) for destination in found], next_cursor=None
        )

    @router.get("/{destination_id}")
    async def destination(location_id: Id, destination_id: Id) -> DestinationView:
        return destination_view(await deps.existing(location_id, destination_id), deps.clock())

    return router


def creating_routes(deps: DestinationDeps) -> APIRouter:
    router = APIRouter(prefix=PREFIX)

    @router.post("", status_code=HTTPStatus.CREATED)
    async def create(location_id: Id, wish: Wish[NewDestination]) -> CreatedDestination:
        """A new one. The answer holds a webhook's secret, this once."""
        await deps.require_usable(wish.wanted.url)
        now, secret = deps.clock(), deps.new_secret()
        new = created(
            wish.wanted,
            location_id,
            new_id=deps.new_id(),
            secret=secret,
            token=deps.tokens.new(),
            by=wish.by,
            now=now,
        )
        first = _verifications(deps, None, new.destination, now)
        try:
            await deps.destinations.add(new, first)
        except TooManyDestinationsError as error:
            raise Problem(
                HTTPStatus.CONFLICT,
                "too-many-destinations",
                "The location has as many destinations as it may have.",
            ) from error
        deps.wake()
        signed = rules_of(new.destination.kind).signed
        return CreatedDestination(
            **destination_view(new.destination, now).model_dump(), secret=secret if signed else None
        )

    return router


def changing_routes(deps: DestinationDeps) -> APIRouter:
    router = APIRouter(prefix=PREFIX)

    @router.patch("/{destination_id}")
    async def change(
        location_id: Id,
        destination_id: Id,
        wish: Wish[DestinationChange],
        if_match: Annotated[str | None, Header()] = None,
    ) -> DestinationView:
        """Changes some fields; with If-Match, unless it was changed since that version."""
        version = None if if_match is None else expected_version(if_match)
        found = await deps.existing(location_id, destination_id)
        _require_fitting(found.kind, wish.wanted)
        await deps.require_usable(wish.wanted.url)
        now = deps.clock()

        def apply(current: Destination) -> Changed:
            if version is not None and current.version != version:
                raise version_conflict("the destination", current.version)
            return changed(current, wish.wanted, wish.by, now)

        after = await deps.destinations.change(
            destination_id, apply, lambda before, new, _: _verifications(deps, before, new, now)
        )
        deps.wake()
        return destination_view(require_existing(after), now)

    @router.delete("/{destination_id}", status_code=HTTPStatus.NO_CONTENT)
    async def delete(location_id: Id, destination_id: Id, act: Act) -> None:
        """What waits for it is dropped when its time comes."""
        destination = await deps.existing(location_id, destination_id)
        await deps.destinations.delete(destination, act.by, deps.clock())

    return router


def _verifications(
    deps: DestinationDeps, before: Destination | None, after: Destination, now: datetime
) -> list[Delivery]:
    """The notice with the link that a new address gets."""
    if after.verified or (before is not None and before.address == after.address):
        return []
    return [verification_delivery(after, deps.new_id(), now, deps.retention)]


def _require_fitting(kind: DestinationKind, wanted: DestinationChange) -> None:
    """Raises Problem 422 for what destinations of this kind do not have."""
    checks: dict[str, Callable[[], object]] = {
        "url": lambda: require_fitting_url(kind, wanted.url),
        "address": lambda: wanted.address is None or fitting_address(kind, wanted.address),
        "events": lambda: require_fitting_events(kind, wanted.events or ()),
    }
    errors = []
    for field, check in checks.items():
        try:
            check()
        except ValueError as error:
            errors.append({"field": field, "message": str(error)})
    if errors:
        raise invalid(errors)
