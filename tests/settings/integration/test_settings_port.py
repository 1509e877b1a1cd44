"""The settings service as gateways ask it: the fake keeps what the real one promises."""

from collections.abc import AsyncIterator, Callable
from http import HTTPStatus

import pytest

from booking_chat.contracts.http.settings import SettingsChange, SettingsOperator, SettingsView
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Switches
from booking_chat.service.config import ServiceConfig
from operator_gateway.clients.settings import StaffSettingsClient
from operator_gateway.ports import SettingsEditor
from settings_service.main import create_app as create_settings
from support.gateway_fakes import NOBODY
from support.gateway_steps import problem_of
from support.service_calls import STAFFS_GATEWAY
from support.serving import served
from support.settings_fake import ON, PORTAL_OFF, FakeSettings

BOTH = pytest.mark.parametrize("kind", ["fake", "real"], scope="module")


ANA = SettingsOperator(operator_id="operator-1", name="Ana Sousa")
BOTH_ON = SettingsChange(portal_enabled=True, support_messaging=True, changed_by=ANA)
PORTAL_ON = SettingsChange(portal_enabled=True, support_messaging=False, changed_by=ANA)


@pytest.fixture(scope="module")
async def settings(kind: str, config: ServiceConfig) -> AsyncIterator[SettingsEditor]:
    if kind == "fake":
        yield FakeSettings(PORTAL_OFF)
        return
    async with served(create_settings(config)) as service:
        client = StaffSettingsClient(str(service.client.base_url), STAFFS_GATEWAY)
        await client.start()
        yield client
        await client.stop()


def settings_of(location_id: str, switches: Switches, version: int) -> SettingsView:
    return SettingsView(
        location_id=location_id,
        **switches.model_dump(),
        can_message=switches.can_message,
        version=version,
    )


@BOTH
async def test_a_location_that_nobody_knows_is_all_off_at_version_0(
    settings: SettingsEditor, new_id: Callable[[str], str]
) -> None:
    location = new_id("location")

    assert await settings.enabled(location) == PORTAL_OFF
    assert await settings.settings(location) == settings_of(location, PORTAL_OFF, 0)
    assert await settings.history(location, limit=50) == Page(items=[], next_cursor=None)


@BOTH
async def test_a_change_is_a_version_and_a_line_of_the_history_and_the_same_again_is_none(
    settings: SettingsEditor, new_id: Callable[[str], str]
) -> None:
    location = new_id("location")

    first = await settings.change(location, PORTAL_ON, '"0"')
    second = await settings.change(location, BOTH_ON, '"1"')
    same = await settings.change(location, BOTH_ON, '"2"')
    history = await settings.history(location, limit=50)

    assert first == settings_of(location, PORTAL_ON.switches, 1)
    assert second == same == settings_of(location, ON, 2)
    assert await settings.enabled(location) == ON
    assert [
        (line.version, line.changed_by.operator_id, line.changed_by.name, line.before, line.after)
        for line in history.items
    ] == [
        (2, "operator-1", "Ana Sousa", PORTAL_ON.switches, ON),
        (1, "operator-1", "Ana Sousa", PORTAL_OFF, PORTAL_ON.switches),
    ]


@BOTH
async def test_a_change_in_view_of_another_version_or_of_none_is_refused(
    settings: SettingsEditor, new_id: Callable[[str], str]
) -> None:
    location = new_id("location")

    refused = [
        await problem_of(settings.change(location, BOTH_ON, if_match))
        for if_match in ('"3"', None, "*")
    ]

    assert refused == [
        (HTTPStatus.PRECONDITION_FAILED, "Somebody else has changed these settings meanwhile."),
        (HTTPStatus.PRECONDITION_REQUIRED, "A change must name the version that it changes."),
        (HTTPStatus.UNPROCESSABLE_ENTITY, "Something in the request is not valid."),
    ]
    assert await settings.enabled(location) == PORTAL_OFF


@BOTH
async def test_a_settings_service_that_is_away_is_a_503(kind: str) -> None:
    absent: SettingsEditor = StaffSettingsClient(NOBODY, STAFFS_GATEWAY)
    if kind == "fake":
        absent = fake = FakeSettings()
        fake.away = True
    await absent.start()

    refused = [
        await problem_of(absent.enabled("lisbon")),
        await problem_of(absent.settings("lisbon")),
    ]
    await absent.stop()

    away = "The settings service does not answer at the moment."
    assert refused == [(HTTPStatus.SERVICE_UNAVAILABLE, away)] * 2
