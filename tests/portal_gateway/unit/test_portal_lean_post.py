"""A customer's POST is answered the same in front of the framework as by it.

Content types with a charset take the framework's way.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from booking_chat.contracts.values import BookingStatus, Switches
from booking_chat.service.app import MAX_BODY_BYTES
from support.lean_posts import FRAMEWORK, LEAN, Answered, accepted_posts, compared
from support.portal_steps import MESSAGES, Portal, a_portal
from support.running_app import running

CLIENT_ID = str(uuid4())
GOOD = f'{{"clientMessageId":"{CLIENT_ID}","text":"Olá 🌅"}}'
OFF = Switches(portal_enabled=True, support_messaging=False)
PORTAL_OFF = Switches(portal_enabled=False, support_messaging=True)

Given = Callable[[Portal, httpx.AsyncClient], Awaitable[None]]


async def a_customer(portal: Portal, client: httpx.AsyncClient) -> None:
    await portal.sign_in(client)


async def nobody(_: Portal, __: httpx.AsyncClient) -> None:
    """Without a session."""


async def a_forged_cookie(portal: Portal, client: httpx.AsyncClient) -> None:
    await portal.sign_in(client)
    client.headers["cookie"] += "x"


async def messaging_off(portal: Portal, client: httpx.AsyncClient) -> None:
    await portal.sign_in(client)
    portal.settings.switches = OFF


async def portal_off(portal: Portal, client: httpx.AsyncClient) -> None:
    await portal.sign_in(client)
    portal.settings.switches = PORTAL_OFF


async def an_unknown_booking(portal: Portal, client: httpx.AsyncClient) -> None:
    await portal.sign_in(client, "booking-unknown")


async def a_draft(portal: Portal, client: httpx.AsyncClient) -> None:
    await portal.sign_in(client)
    known = portal.core.bookings_by_id[portal.booking_id]
    draft = known.model_copy(update={"status": BookingStatus.DRAFT})
    portal.core.bookings_by_id[portal.booking_id] = draft


async def core_away(portal: Portal, client: httpx.AsyncClient) -> None:
    await portal.sign_in(client)
    portal.core.away = True


async def kafka_away(portal: Portal, client: httpx.AsyncClient) -> None:
    await portal.sign_in(client)
    portal.log.publisher.is_started = False


@dataclass(frozen=True, slots=True)
class Sent:
    given: Given
    body: str | bytes
    status: int
    headers: Mapping[str, str] | None = None


CASES = {
    "in order": Sent(a_customer, GOOD, 202),
    "spaces": Sent(a_customer, GOOD.replace(",", " ,\n "), 202),
    "the booking that is meant": Sent(a_customer, GOOD, 401, {"Booking-Id": "another"}),
    "nobody": Sent(nobody, GOOD, 401),
    "a forged cookie": Sent(a_forged_cookie, GOOD, 401),
    "messaging off": Sent(messaging_off, GOOD, 403),
    "portal off": Sent(portal_off, GOOD, 403),
    "an unknown booking": Sent(an_unknown_booking, GOOD, 404),
    "a draft": Sent(a_draft, GOOD, 409),
    "core away": Sent(core_away, GOOD, 202),
    "kafka away": Sent(kafka_away, GOOD, 503),
    "no body": Sent(a_customer, "", 422),
    "no json": Sent(a_customer, "{", 422),
    "not utf-8": Sent(a_customer, b'{"text":"\xff"}', 400),
    "a list": Sent(a_customer, "[]", 422),
    "no text": Sent(a_customer, f'{{"clientMessageId":"{CLIENT_ID}"}}', 422),
    "an empty text": Sent(a_customer, GOOD.replace("Olá 🌅", "  "), 422),
    "a long text": Sent(a_customer, GOOD.replace("Olá", "x" * 5_000), 422),
    "half a character": Sent(a_customer, GOOD.replace("Olá", "\\ud83d"), 422),
    "a null character": Sent(a_customer, GOOD.replace("Olá", "\\u0000"), 422),
    "no id": Sent(a_customer, GOOD.replace(CLIENT_ID, "1"), 422),
    "a number for a text": Sent(a_customer, GOOD.replace('"Olá 🌅"', "1"), 422),
    "one field more": Sent(a_customer, GOOD.replace("}", ',"more":1}'), 422),
    "a field twice": Sent(a_customer, GOOD.replace("{", '{"text":"first",'), 202),
    "deep nesting": Sent(a_customer, "[" * 5_000, 400),
    "too large": Sent(a_customer, b"x" * (MAX_BODY_BYTES + 1), 413),
}


@pytest.mark.parametrize("name", CASES)
async def test_both_ways_answer_the_same(new_id: Callable[[str], str], name: str) -> None:
    case = CASES[name]

    lean, framework = [await answered(new_id, case, kind) for kind in (LEAN, FRAMEWORK)]

    assert lean == framework
    assert lean[0] == case.status


async def test_a_body_without_length_is_refused_past_its_limit_on_both_ways(
    new_id: Callable[[str], str],
) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 1024 + 1):
            yield b"x" * 1024

    portal = a_portal(new_id)
    async with portal.visited() as client:
        answers = [
            await client.post(MESSAGES, content=in_pieces(), headers={"content-type": kind})
            for kind in (LEAN, FRAMEWORK)
        ]

    assert [answer.status_code for answer in answers] == [413, 413]
    assert answers[0].json() == answers[1].json()


async def test_metrics_count_a_lean_post_by_its_route(new_id: Callable[[str], str]) -> None:
    before = accepted_posts(MESSAGES)

    await answered(new_id, CASES["in order"], LEAN)

    assert accepted_posts(MESSAGES) == before + 1


async def answered(new_id: Callable[[str], str], case: Sent, kind: str) -> Answered:
    portal = a_portal(new_id)
    async with running(portal.app) as client:
        await case.given(portal, client)
        headers = {"content-type": kind, **(case.headers or {})}
        answer = await client.post(MESSAGES, content=case.body, headers=headers)
    texts = [command.data.text for command in portal.log.commands(portal.booking_id)]
    return compared(answer, texts)
