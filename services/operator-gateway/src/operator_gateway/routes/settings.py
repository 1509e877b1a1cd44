"""The switches of a location: all its staff may look, administrators may change."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from booking_chat.contracts.http.settings import (
    SettingsChange,
    SettingsChangeView,
    SettingsView,
    WantedSwitches,
)
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.entity_tags import entity_tag
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit
from operator_gateway.access.operator import Operator
from operator_gateway.access.rules import require_administrator, require_location
from operator_gateway.ports import SettingsEditor
from operator_gateway.routes.problems import SETTINGS_PROBLEMS
from operator_gateway.sign_in.authenticator import Authenticator


def settings_routes(editor: SettingsEditor, authenticator: Authenticator) -> APIRouter:
    router = APIRouter(prefix="/api/locations/{location_id}/settings", responses=SETTINGS_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.get("")
    async def look(location_id: Id, operator: Caller, response: Response) -> SettingsView:
        """The switches; their ETag is what a change has to name in If-Match."""
        require_location(operator, location_id)
        settings = await editor.settings(location_id)
        response.headers["ETag"] = entity_tag(settings.version)
        return settings

    @router.put("")
    async def change(
        location_id: Id,
        wanted: WantedSwitches,
        operator: Caller,
        response: Response,
        if_match: Annotated[str | None, Header()] = None,
    ) -> SettingsView:
        """Sets both switches, unless they were changed since the version in If-Match."""
        require_administrator(operator, location_id)
        change = SettingsChange(
            portal_enabled=wanted.portal_enabled,
            support_messaging=wanted.support_messaging,
            changed_by=operator.changing_settings,
        )
        settings = await editor.change(location_id, change, if_match)
        response.headers["ETag"] = entity_tag(settings.version)
        return settings

    @router.get("/history")
    async def history(
        location_id: Id, operator: Caller, limit: Limit = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Page[SettingsChangeView]:
        """Every change, newest first: who, when, from what, to what."""
        require_administrator(operator, location_id)
        return await editor.history(location_id, cursor=cursor, limit=limit)

    return router
