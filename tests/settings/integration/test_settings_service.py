import asyncio
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from booking_chat.contracts.http.settings import SettingsOperator
from booking_chat.contracts.time_zones import RULES_VERSION
from booking_chat.contracts.values import Switches
from booking_chat.service.app import service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.health import Health
from booking_chat.service.storage.mongo import Client
from settings_service.main import create_app
from settings_service.routes import changing_routes
from settings_service.store import SettingsStore
from support.running_app import MONITORING, running
from support.settings_steps import GRACE, NOON, ON, put, store_change, wish


@pytest.fixture
def location(new_id: Callable[[str], str]) -> str:
    return new_id("location")


@pytest.fixture
def store(mongo: Client) -> SettingsStore:
    return SettingsStore(mongo)


@pytest.fixture
async def http(config: ServiceConfig) -> AsyncIterator[httpx.AsyncClient]:
    async with running(create_app(config)) as client:
        yield client


async def test_an_unknown_location_is_all_off_at_version_0(
    http: httpx.AsyncClient, location: str
) -> None:
    enabled = await http.get(f"/locations/{location}/enabled")
    settings = await http.get(f"/locations/{location}")

    off = {"portalEnabled": False, "supportMessaging": False, "canMessage": False, "version": 0}
    assert (enabled.status_code, enabled.json()) == (HTTPStatus.OK, off)
    assert (settings.status_code, settings.json()) == (
        HTTPStatus.OK,
        {"locationId": location, **off},
    )
    assert settings.headers["ETag"] == '"0"'


async def test_a_change_is_answered_and_read_back_with_its_new_version(
    http: httpx.AsyncClient, location: str
) -> None:
    answer = await put(http, location, 0, wish(portal=True, messaging=True))

    on = {"portalEnabled": True, "supportMessaging": True, "canMessage": True, "version": 1}
    read = await http.get(f"/locations/{location}")
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, {"locationId": location, **on})
    assert (read.json(), read.headers["ETag"]) == (answer.json(), answer.headers["ETag"])
    assert answer.headers["ETag"] == '"1"'
    assert (await http.get(f"/locations/{location}/enabled")).json() == on


async def test_messages_need_both_switches(http: httpx.AsyncClient, location: str) -> None:
    await put(http, location, 0, wish(portal=False, messaging=True))

    enabled = (await http.get(f"/locations/{location}/enabled")).json()

    assert (enabled["supportMessaging"], enabled["canMessage"]) == (True, False)


async def test_a_stale_change_is_a_version_conflict_and_stores_nothing(
    http: httpx.AsyncClient, location: str
) -> None:
    await put(http, location, 0, wish())
    before = (await http.get(f"/locations/{location}")).json()

    answer = await put(http, location, 0, wish(portal=False))

    assert answer.status_code == HTTPStatus.PRECONDITION_FAILED
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/version-conflict"
    assert (await http.get(f"/locations/{location}")).json() == before
    assert len((await http.get(f"/locations/{location}/history")).json()["items"]) == 1


async def test_a_change_without_if_match_is_refused(http: httpx.AsyncClient, location: str) -> None:
    answer = await http.put(f"/locations/{location}", json=wish())

    assert answer.status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert answer.json()["type"] == "/problems/precondition-required"
    assert (await http.get(f"/locations/{location}")).json()["version"] == 0


async def test_a_malformed_if_match_is_named(http: httpx.AsyncClient, location: str) -> None:
    answer = await http.put(f"/locations/{location}", json=wish(), headers={"If-Match": "latest"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [error["field"] for error in answer.json()["errors"]] == ["If-Match"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**wish(), "portalEnabled": "yes"}, "portalEnabled"),
        ({**wish(), "supportMessaging": 1}, "supportMessaging"),
        ({**wish(), "locationId": "another"}, "locationId"),
        ({"portalEnabled": True, "supportMessaging": True}, "changedBy"),
        (wish(who={"name": "Nobody"}), "changedBy.operatorId"),
        (wish(who={**GRACE, "name": "x" * 201}), "changedBy.name"),
        (wish(who={**GRACE, "name": "\ud800"}), "changedBy.name"),
    ],
)
async def test_a_field_that_is_not_valid_is_named(
    http: httpx.AsyncClient, location: str, body: dict[str, Any], field: str
) -> None:
    answer = await put(http, location, 0, body)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_change_to_what_already_stands_keeps_version_and_history(
    http: httpx.AsyncClient, location: str
) -> None:
    await put(http, location, 0, wish())

    answer = await put(http, location, 1, wish())

    assert (answer.status_code, answer.headers["ETag"]) == (HTTPStatus.OK, '"1"')
    assert len((await http.get(f"/locations/{location}/history")).json()["items"]) == 1


@pytest.mark.parametrize("version", [0, 1], ids=["of a new location", "of a known location"])
async def test_of_concurrent_changes_of_one_version_exactly_one_wins(
    http: httpx.AsyncClient, location: str, version: int
) -> None:
    for earlier in range(version):
        await put(http, location, earlier, wish())

    rivals = [{"operatorId": f"op-{number}", "name": None} for number in range(8)]
    answers = await asyncio.gather(
        *(put(http, location, version, wish(messaging=False, who=rival)) for rival in rivals)
    )

    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [HTTPStatus.OK] + 7 * [HTTPStatus.PRECONDITION_FAILED]
    newest, *older = (await http.get(f"/locations/{location}/history")).json()["items"]
    assert newest["version"] == version + 1
    assert newest["changedBy"] == rivals[statuses.index(HTTPStatus.OK)]
    assert len(older) == version


async def test_history_tells_who_when_from_what_to_what(
    store: SettingsStore, location: str
) -> None:
    async with running(
        service_app("settings", [changing_routes(store, lambda: None, lambda: NOON)], Health(), [])
    ) as http:
        await put(http, location, 0, wish(portal=True, messaging=False))

    (change,) = await store.history(location, before_version=None, limit=10)

    assert change.version == 1
    assert change.changed_at == NOON
    assert change.changed_by == SettingsOperator(operator_id="op-1", name="Grace Hopper")
    assert (change.before, change.after) == (Switches(), Switches(portal_enabled=True))


async def test_history_comes_in_pages_newest_first(
    http: httpx.AsyncClient, store: SettingsStore, location: str
) -> None:
    for wanted in (ON, Switches(), ON):
        await store_change(store, location, wanted)

    first = (await http.get(f"/locations/{location}/history", params={"limit": 2})).json()
    cursor = {"limit": 2, "cursor": first["nextCursor"]}
    second = (await http.get(f"/locations/{location}/history", params=cursor)).json()

    on = {"portalEnabled": True, "supportMessaging": True}
    off = {"portalEnabled": False, "supportMessaging": False}
    line = {"changedAt": "2026-03-15T12:00:00Z", "changedBy": GRACE}
    assert first["items"] == [
        {"version": 3, **line, "from": off, "to": on},
        {"version": 2, **line, "from": on, "to": off},
    ]
    assert second == {"items": [{"version": 1, **line, "from": off, "to": on}], "nextCursor": None}


async def test_a_page_that_ends_with_the_last_change_has_no_next_one(
    http: httpx.AsyncClient, store: SettingsStore, location: str
) -> None:
    await store_change(store, location, ON)

    page = (await http.get(f"/locations/{location}/history", params={"limit": 1})).json()

    assert (len(page["items"]), page["nextCursor"]) == (1, None)


@pytest.mark.parametrize("query", [{"cursor": "nonsense"}, {"limit": 0}, {"limit": 201}])
async def test_a_history_page_that_cannot_be_is_bad_input(
    http: httpx.AsyncClient, location: str, query: dict[str, Any]
) -> None:
    answer = await http.get(f"/locations/{location}/history", params=query)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [error["field"] for error in answer.json()["errors"]] == list(query)


async def test_the_service_is_ready_once_its_database_answers(http: httpx.AsyncClient) -> None:
    ready = await http.get(f"{MONITORING}/health/ready")

    assert ready.json() == {
        "status": "ok",
        "checks": {"started": "ok", "mongo": "ok"},
        "timeZoneRules": RULES_VERSION,
    }
