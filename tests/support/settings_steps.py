"""Steps that the tests of the settings service have in common."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx

from booking_chat.contracts.http.settings import SettingsOperator
from booking_chat.contracts.values import Switches
from settings_service.store import SettingsStore
from settings_service.switches import Decision, LocationSettings, change

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
ON = Switches(portal_enabled=True, support_messaging=True)
GRACE = {"operatorId": "op-1", "name": "Grace Hopper"}


def wish(
    *, portal: bool = True, messaging: bool = True, who: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "portalEnabled": portal,
        "supportMessaging": messaging,
        "changedBy": GRACE if who is None else who,
    }


async def put(
    http: httpx.AsyncClient, location: str, version: int, body: dict[str, Any]
) -> httpx.Response:
    headers = {"If-Match": f'"{version}"', "Content-Type": "application/json"}
    return await http.put(f"/locations/{location}", content=json.dumps(body), headers=headers)


async def store_change(store: SettingsStore, location: str, wanted: Switches) -> Decision:
    """A change that reaches the database and, as after a crash, nothing else."""

    def decide(current: LocationSettings) -> Decision:
        return change(
            current, wanted, current.version, SettingsOperator.model_validate(GRACE), NOON
        )

    return await store.apply(location, decide)
