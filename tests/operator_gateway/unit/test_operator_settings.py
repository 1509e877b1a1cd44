"""How staff see and change the switches of a location."""

from collections.abc import Callable
from typing import Any

import pytest

from support.gateway_steps import assert_problem
from support.operator_steps import Desk, a_desk


@pytest.fixture
def desk(new_id: Callable[[str], str]) -> Desk:
    return a_desk(new_id)


CHANGE = {"portalEnabled": True, "supportMessaging": False}


async def test_an_operator_sees_switches_and_does_not_change_them(desk: Desk) -> None:
    async with desk.staffed() as client:
        seen = await client.get(f"{desk.location}/settings")
        changed = await client.put(
            f"{desk.location}/settings", json=CHANGE, headers={"If-Match": '"0"'}
        )
        history = await client.get(f"{desk.location}/settings/history")

    assert (seen.status_code, seen.headers["etag"], seen.json()) == (
        200,
        '"0"',
        {
            "locationId": desk.location_id,
            "portalEnabled": True,
            "supportMessaging": True,
            "canMessage": True,
            "version": 0,
        },
    )
    assert_problem(changed, 403, "administrators-only")
    assert_problem(history, 403, "administrators-only")
    assert desk.settings.asked == [("settings", desk.location_id)]


async def test_an_administrators_change_carries_who_and_which_version(desk: Desk) -> None:
    async with desk.staffed(role="administrator") as client:
        answer = await client.put(
            f"{desk.location}/settings", json=CHANGE, headers={"If-Match": '"0"'}
        )
        history = await client.get(f"{desk.location}/settings/history")

    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert history.json() == {
        "items": [
            {
                "version": 1,
                "changedAt": "2026-03-15T12:00:00Z",
                "changedBy": {"operatorId": "operator-1", "name": "Ana Sousa"},
                "from": {"portalEnabled": True, "supportMessaging": True},
                "to": CHANGE,
            }
        ],
        "nextCursor": None,
    }


async def test_a_stale_change_is_refused_as_the_settings_service_says(desk: Desk) -> None:
    async with desk.staffed(role="administrator") as client:
        stale = await client.put(
            f"{desk.location}/settings", json=CHANGE, headers={"If-Match": '"1"'}
        )
        blind = await client.put(f"{desk.location}/settings", json=CHANGE)

    assert_problem(stale, 412, "version-conflict")
    assert_problem(blind, 428, "precondition-required")


@pytest.mark.parametrize(
    "change",
    [
        {"portalEnabled": True},
        {"portalEnabled": "yes", "supportMessaging": True},
        {"portalEnabled": True, "supportMessaging": True, "changedBy": {"operatorId": "x"}},
    ],
)
async def test_switches_that_are_not_valid_are_refused(desk: Desk, change: Any) -> None:
    async with desk.staffed(role="administrator") as client:
        answer = await client.put(f"{desk.location}/settings", json=change)

    assert_problem(answer, 422, "invalid-input")
