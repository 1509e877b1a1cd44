"""Staff's POST is answered the same in front of the framework as by it.

Content types with a charset take the framework's way.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from booking_chat.contracts.values import BookingStatus, Switches
from booking_chat.service.app import MAX_BODY_BYTES
from support.lean_posts import FRAMEWORK, LEAN, Answered, accepted_posts, compared
from support.operator_steps import Desk, a_desk
from support.running_app import running

CLIENT_ID = str(uuid4())
GOOD = f'{{"clientMessageId":"{CLIENT_ID}","text":"Olá 🌅"}}'
ROUTE = "/api/threads/{thread_id}/messages"

Given = Callable[[Desk, httpx.AsyncClient], Awaitable[None]]


async def staff(desk: Desk, client: httpx.AsyncClient) -> None:
    desk.sign_in(client)


async def nobody(_: Desk, __: httpx.AsyncClient) -> None:
    """Without a token."""


async def a_late_token(desk: Desk, client: httpx.AsyncClient) -> None:
    desk.sign_in(client, exp=1)


async def another_scheme(desk: Desk, client: httpx.AsyncClient) -> None:
    client.headers["authorization"] = f"Basic {desk.token()}"


async def lower_case(desk: Desk, client: httpx.AsyncClient) -> None:
    client.headers["authorization"] = f"bearer {desk.token()}"


async def a_made_up_session(_: Desk, client: httpx.AsyncClient) -> None:
    client.headers["cookie"] = "__Host-session=made-up; session=made-up"


async def messaging_off(desk: Desk, client: httpx.AsyncClient) -> None:
    desk.sign_in(client)
    desk.settings.switches = Switches(portal_enabled=True, support_messaging=False)


async def a_draft(desk: Desk, client: httpx.AsyncClient) -> None:
    desk.sign_in(client)
    known = desk.core.bookings_by_id[desk.booking_id]
    draft = known.model_copy(update={"status": BookingStatus.DRAFT})
    desk.core.bookings_by_id[desk.booking_id] = draft


async def kafka_away(desk: Desk, client: httpx.AsyncClient) -> None:
    desk.sign_in(client)
    desk.log.publisher.is_started = False


async def core_away(desk: Desk, client: httpx.AsyncClient) -> None:
    desk.sign_in(client)
    desk.core.away = True


@dataclass(frozen=True, slots=True)
class Sent:
    """`thread` gives the thread's path; the desk's own one if it is None."""

    given: Given
    body: str | bytes
    status: int
    thread: Callable[[Desk], str] | None = None
    headers: Mapping[str, str] | None = None


CASES = {
    "in order": Sent(staff, GOOD, 202),
    "the scheme in lower case": Sent(lower_case, GOOD, 202),
    "nobody": Sent(nobody, GOOD, 401),
    "a late token": Sent(a_late_token, GOOD, 401),
    "another scheme": Sent(another_scheme, GOOD, 401),
    "a made-up session": Sent(a_made_up_session, GOOD, 401),
    "a thread of another location": Sent(staff, GOOD, 404, lambda desk: desk.other_thread),
    "a thread of nobody": Sent(staff, GOOD, 404, lambda _: f"/api/threads/{uuid4()}"),
    "a thread with a slash": Sent(staff, GOOD, 404, lambda _: "/api/threads/a%2Fb"),
    "a thread without a name": Sent(staff, GOOD, 404, lambda _: "/api/threads/"),
    "a thread with a long name": Sent(staff, GOOD, 422, lambda _: f"/api/threads/{'x' * 300}"),
    "a thread with a null": Sent(staff, GOOD, 422, lambda _: "/api/threads/a%00b"),
    "messaging off": Sent(messaging_off, GOOD, 403),
    "a draft": Sent(a_draft, GOOD, 409),
    "kafka away": Sent(kafka_away, GOOD, 503),
    "core away": Sent(core_away, GOOD, 503),
    "no body": Sent(staff, "", 422),
    "no json": Sent(staff, "{", 422),
    "not utf-8": Sent(staff, b'{"text":"\xff"}', 400),
    "an empty text": Sent(staff, GOOD.replace("Olá 🌅", "  "), 422),
    "one field more": Sent(staff, GOOD.replace("}", ',"more":1}'), 422),
    "nobody and no json": Sent(nobody, "{", 422),
    "too large": Sent(staff, b"x" * (MAX_BODY_BYTES + 1), 413),
}


@pytest.mark.parametrize("name", CASES)
async def test_both_ways_answer_the_same(new_id: Callable[[str], str], name: str) -> None:
    case = CASES[name]

    lean, framework = [await answered(new_id, case, kind) for kind in (LEAN, FRAMEWORK)]

    assert lean == framework
    assert lean[0] == case.status


async def test_metrics_count_a_lean_post_by_its_route(new_id: Callable[[str], str]) -> None:
    before = accepted_posts(ROUTE)

    await answered(new_id, CASES["in order"], LEAN)

    assert accepted_posts(ROUTE) == before + 1


async def answered(new_id: Callable[[str], str], case: Sent, kind: str) -> Answered:
    desk = a_desk(new_id)
    async with running(desk.app) as client:
        await case.given(desk, client)
        headers = {"content-type": kind, **(case.headers or {})}
        path = f"{case.thread(desk) if case.thread else desk.thread}/messages"
        answer = await client.post(path, content=case.body, headers=headers)
    texts = [command.data.text for command in desk.log.commands(desk.booking_id)]
    return compared(answer, texts)
