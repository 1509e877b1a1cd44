"""How staff see and change the switches of a location."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest

from booking_chat.service.config import ServiceConfig
from booking_chat.service.http.problems import Problem
from gateway_steps import assert_problem
from operator_steps import Desk, a_desk


@pytest.fixture
def desk(config: ServiceConfig, new_id: Callable[[str], str]) -> Desk:
    return a_desk(config, new_id)


async def test_an_operator_sees_switches_and_does_not_change_them(desk: Desk) -> None:
    change = {"portalEnabled": True, "supportMessaging": True}
    async with desk.staffed() as client:
        seen = await client.get(f"{desk.location}/settings")
        changed = await client.put(
            f"{desk.location}/settings", json=change, headers={"If-Match": '"7"'}
        )
        history = await client.get(f"{desk.location}/settings/history")

    assert (seen.status_code, seen.headers["etag"], seen.json()["version"]) == (200, '"7"', 7)
    assert_problem(changed, 403, "administrators-only")
    assert_problem(history, 403, "administrators-only")
    assert [method for method, *_ in desk.settings.requests] == ["GET"]


async def test_an_administrators_change_carries_who_and_which_version(desk: Desk) -> None:
    change = {"portalEnabled": True, "supportMessaging": False}
    async with desk.staffed(role="administrator") as client:
        answer = await client.put(
            f"{desk.location}/settings", json=change, headers={"If-Match": '"6"'}
        )

    assert (answer.status_code, answer.headers["etag"]) == (200, '"7"')
    assert desk.settings.requests == [
        (
            "PUT",
            desk.location_id,
            {
                "json": {**change, "changedBy": {"operatorId": "operator-1", "name": "Ana Sousa"}},
                "headers": {"If-Match": '"6"'},
            },
        )
    ]


async def test_a_stale_change_is_refused_as_the_settings_service_says(desk: Desk) -> None:
    desk.settings.refusal = Problem(HTTPStatus.PRECONDITION_FAILED, "stale-version", "Too late.")
    change = {"portalEnabled": True, "supportMessaging": False}
    async with desk.staffed(role="administrator") as client:
        answer = await client.put(
            f"{desk.location}/settings", json=change, headers={"If-Match": '"1"'}
        )

    assert_problem(answer, 412, "stale-version")


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
