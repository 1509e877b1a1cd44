"""What may not be a destination: the gateway and the notifier, set as in production, say why."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from booking_chat.contracts.http.destinations import MAX_DESTINATIONS
from booking_chat.service.config import ServiceConfig
from notifier.main import create_app
from support.gateway_steps import assert_problem
from support.operator_steps import a_desk
from support.own_alerts import notifier_config
from support.serving import served

ADMINISTRATOR = {"role": "administrator", "email": "ana@staff.example"}
PUBLIC = "https://93.184.215.14/in"
WEBHOOK = {"kind": "webhook", "name": "Ops", "url": PUBLIC}
EMAIL = {"kind": "email", "name": "Front desk", "address": "desk@lisbon-river.example"}
CHAT = {"kind": "chat", "name": "#bookings", "url": PUBLIC}
NOT_PUBLIC = "refused: {} is not a public address"
NO_ADDRESS = "is not an email address: The part after the @-sign "
URLS = {
    "ftp://hooks.example.com/in": "must start with https://",
    "http://hooks.example.com/in": "must start with https://",
    "https:///in": "must name a host",
    "https://me:secret@hooks.example.com/": (
        "must not carry a user name or password: calls are signed instead"
    ),
    "https://hooks.example.com/\r\nHost: inside": (
        "must be printable ASCII without spaces; write others percent-encoded"
    ),
    "https://hooks.example.com:25/": "port 25 is not for this: use 443",
    "https://hooks.example.com/" + "x" * 2048: "String should have at most 2048 characters",
    "https://127.0.0.1/in": NOT_PUBLIC.format("127.0.0.1"),
    "https://10.0.0.5/in": NOT_PUBLIC.format("10.0.0.5"),
    "https://169.254.169.254/latest/meta-data": NOT_PUBLIC.format("169.254.169.254"),
    "https://[::1]/in": NOT_PUBLIC.format("::1"),
    "https://[::ffff:127.0.0.1]/in": NOT_PUBLIC.format("::ffff:7f00:1"),
    "https://127.1/in": "127.1 is neither a name nor an address of the form 192.0.2.1",
    "https://localhost/in": "must have the whole name of its host, like localhost.example.com",
}
ADDRESSES = {
    "desk@example.com\r\nBcc: all@example.com": (
        NO_ADDRESS + "contains invalid characters: ':', '@', SPACE, U+000A, U+000D."
    ),
    "desk@example.com, other@example.com": (
        NO_ADDRESS + "contains invalid characters: ',', '@', SPACE."
    ),
    "desk@localhost": NO_ADDRESS + "is not valid. It should have a period.",
    "desk@" + "x" * 250 + ".example": "String should have at most 254 characters",
}
NAMES = {
    "Ops\r\nBcc: all@example.com": "must be one line of visible characters",
    "x" * 101: "String should have at most 100 characters",
    " ": "String should have at least 1 character",
}
FOR_WEBHOOKS_ONLY = "chat_message_created goes to webhooks only"
EVERYTHING = ["chat_message_created"]


@dataclass(frozen=True)
class Place:
    """An administrator at a gateway, and the path of the location's destinations."""

    staff: httpx.AsyncClient
    alerts: str

    async def make(self, wanted: dict[str, Any]) -> str:
        """The path of a new destination."""
        made = await self.staff.post(f"{self.alerts}/destinations", json=wanted)
        assert made.status_code == 201, made.text
        return f"{self.alerts}/destinations/{made.json()['id']}"

    async def kept(self) -> tuple[list[Any], list[Any]]:
        """Every destination, and every line of the history."""
        pages = [
            (await self.staff.get(f"{self.alerts}/{what}")).json()["items"]
            for what in ("destinations", "history")
        ]
        return pages[0], pages[1]


@pytest.fixture
async def place(config: ServiceConfig, new_id: Callable[[str], str]) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        as_in_production = notifier_config(config, alerts_allow_private=False)
        notifier = await stack.enter_async_context(served(create_app(as_in_production)))
        desk = a_desk(new_id, notifier_url=str(notifier.client.base_url))
        staff = await stack.enter_async_context(desk.staffed(**ADMINISTRATOR))
        yield Place(staff, f"{desk.location}/alerts")


def refused(answer: httpx.Response) -> dict[str, str]:
    """The reason for each field."""
    problem = assert_problem(answer, 422, "invalid-input")
    return {error["field"]: error["message"] for error in problem["errors"]}


async def test_a_new_destination_that_will_not_do_is_refused_with_the_reason(place: Place) -> None:
    wanted: list[tuple[dict[str, Any], str, Any, str]] = [
        *((kind, "url", url, why) for kind in (WEBHOOK, CHAT) for url, why in URLS.items()),
        *((EMAIL, "address", address, why) for address, why in ADDRESSES.items()),
        *((kind, "name", name, why) for kind in (EMAIL, CHAT) for name, why in NAMES.items()),
        (EMAIL, "events", EVERYTHING, FOR_WEBHOOKS_ONLY),
        (EMAIL, "url", PUBLIC, "does not go with email: give an address"),
        (WEBHOOK, "address", "a@example.com", "does not go with kind webhook: give a url"),
    ]

    got = [
        refused(await place.staff.post(f"{place.alerts}/destinations", json={**body, field: value}))
        for body, field, value, _ in wanted
    ]

    assert got == [{field: reason} for _, field, _, reason in wanted]
    assert await place.kept() == ([], [])


async def test_a_change_that_will_not_do_is_refused_and_nothing_is_changed(place: Place) -> None:
    webhook, email, chat = [await place.make(wanted) for wanted in (WEBHOOK, EMAIL, CHAT)]
    before = await place.kept()
    wanted: list[tuple[str, str, Any, str]] = [
        *((one, "url", url, why) for one in (webhook, chat) for url, why in URLS.items()),
        *((email, "address", address, why) for address, why in ADDRESSES.items()),
        *((webhook, "name", name, why) for name, why in NAMES.items()),
        (webhook, "address", "a@example.com", "does not go with kind webhook: give a url"),
        (webhook, "events", [], "must name at least one event"),
        (email, "url", PUBLIC, "does not go with email: give an address"),
        (email, "events", EVERYTHING, FOR_WEBHOOKS_ONLY),
        (chat, "events", EVERYTHING, FOR_WEBHOOKS_ONLY),
        (chat, "kind", "webhook", "Extra inputs are not permitted"),
    ]

    got = [
        # A good change beside the bad one, which must not be made either.
        refused(await place.staff.patch(one, json={"paused": True, field: value}))
        for one, field, value, _ in wanted
    ]

    assert got == [{field: reason} for _, field, _, reason in wanted]
    assert await place.kept() == before


async def test_one_destination_more_than_a_location_may_have_is_refused(place: Place) -> None:
    for number in range(MAX_DESTINATIONS):
        await place.make({**WEBHOOK, "name": f"Ops {number}"})

    refused_one = await place.staff.post(f"{place.alerts}/destinations", json=WEBHOOK)

    assert_problem(refused_one, 409, "too-many-destinations")
    destinations, history = await place.kept()
    assert (len(destinations), len(history)) == (MAX_DESTINATIONS, MAX_DESTINATIONS)
