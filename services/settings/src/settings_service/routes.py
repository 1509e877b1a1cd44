"""The HTTP interface of the settings service."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, assert_never

from fastapi import APIRouter, Header, Response

from booking_chat.contracts.http.settings import SettingsChange, SettingsChangeView, SettingsView
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.entity_tags import entity_tag, expected_version, version_conflict
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit, encode_cursor
from settings_service.store import SettingsStore
from settings_service.switches import Changed, Stale, Unchanged, change
from settings_service.versions import version_before
from settings_service.views import EnabledView, change_view, enabled_view, settings_view

Clock = Callable[[], datetime]


def reading_routes(store: SettingsStore) -> APIRouter:
    router = APIRouter(prefix="/locations/{location_id}")

    @router.get("/enabled")
    async def enabled(location_id: Id) -> EnabledView:
        """The enabled-check; a location that nobody knows is all off."""
        return enabled_view(await store.load(location_id))

    @router.get("")
    async def settings(location_id: Id, response: Response) -> SettingsView:
        """The switches; their ETag is what a change has to name in If-Match."""
        view = settings_view(await store.load(location_id))
        response.headers["ETag"] = entity_tag(view.version)
        return view

    @router.get("/history")
    async def history(
        location_id: Id, limit: Limit = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Page[SettingsChangeView]:
        """Every change, newest first."""
        found = await store.history(
            location_id, before_version=version_before(cursor), limit=limit + 1
        )
        page = found[:limit]
        more = len(found) > limit
        return Page(
            items=[change_view(item) for item in page],
            next_cursor=encode_cursor(page[-1].version) if more else None,
        )

    return router


def changing_routes(store: SettingsStore, stored: Callable[[], None], clock: Clock) -> APIRouter:
    """`stored` is called after a change was stored."""
    router = APIRouter(prefix="/locations/{location_id}")

    @router.put("")
    async def change_settings(
        location_id: Id,
        wanted: SettingsChange,
        response: Response,
        if_match: Annotated[str | None, Header()] = None,
    ) -> SettingsView:
        """Sets both switches, unless they were changed since the version in If-Match."""
        version = expected_version(if_match)
        decision = await store.apply(
            location_id,
            lambda current: change(current, wanted.switches, version, wanted.changed_by, clock()),
        )
        match decision:
            case Stale():
                raise version_conflict("these settings", decision.settings.version)
            case Changed():
                stored()
            case Unchanged():
                pass
            case _:
                assert_never(decision)
        response.headers["ETag"] = entity_tag(decision.settings.version)
        return settings_view(decision.settings)

    return router
