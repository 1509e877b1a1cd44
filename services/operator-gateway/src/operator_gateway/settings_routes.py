"""The switches of a location: all its staff may look, administrators may change."""

from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, Header, Response

from booking_chat.contracts.http.views import SettingsView
from booking_chat.contracts.values import Id
from booking_chat.gateway.clients.settings import SettingsClient
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit
from operator_gateway.access import require_administrator, require_location
from operator_gateway.identity import Operator
from operator_gateway.problems import SETTINGS_PROBLEMS
from operator_gateway.sign_in import SignIn
from operator_gateway.views import WantedSettings


def settings_routes(settings: SettingsClient, sign_in: SignIn) -> APIRouter:
    router = APIRouter(prefix="/api/locations/{location_id}/settings", responses=SETTINGS_PROBLEMS)
    Caller = Annotated[Operator, Depends(sign_in.operator)]  # noqa: N806 - it is a type

    @router.get("")
    async def look(location_id: Id, operator: Caller, response: Response) -> SettingsView:
        """The switches; their ETag is what a change has to name in If-Match."""
        require_location(operator, location_id)
        return _view(await settings.request("GET", location_id), response)

    @router.put("")
    async def change(
        location_id: Id,
        wanted: WantedSettings,
        operator: Caller,
        response: Response,
        if_match: Annotated[str | None, Header()] = None,
    ) -> SettingsView:
        """Sets both switches, unless they were changed since the version in If-Match."""
        require_administrator(operator, location_id)
        changed_by = {"operatorId": operator.operator_id, "name": operator.name}
        answer = await settings.request(
            "PUT",
            location_id,
            json={**wanted.model_dump(by_alias=True), "changedBy": changed_by},
            headers={} if if_match is None else {"If-Match": if_match},
        )
        return _view(answer, response)

    @router.get("/history")
    async def history(
        location_id: Id, operator: Caller, limit: Limit = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Any:
        """Every change, newest first: who, when, from what, to what."""
        require_administrator(operator, location_id)
        page = {"limit": limit, "cursor": cursor}
        return (await settings.request("GET", location_id, "/history", params=page)).json()

    return router


def _view(answer: httpx.Response, response: Response) -> SettingsView:
    response.headers["ETag"] = answer.headers["ETag"]
    return SettingsView.model_validate_json(answer.content)
