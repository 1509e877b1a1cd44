"""Whom the notifier calls, and as whom it speaks."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

import pytest
import trustme

from notifier.channels.http.addresses import is_public
from notifier.channels.http.outbound import HttpAnswer
from notifier.channels.http.ports import https_and
from support import http_receiver as server
from support.http_receiver import HttpReceiver, ReceivedRequest
from support.outgoing_door import MadeUpNames, door, only_here, why_not


@pytest.fixture
async def receiver() -> AsyncIterator[HttpReceiver]:
    async with HttpReceiver() as receiver:
        yield receiver


async def test_a_request_arrives_as_it_was_given_and_the_answer_comes_back(
    receiver: HttpReceiver,
) -> None:
    receiver.will(server.answer(202, b"thank you", {"X-Id": "7"}))

    async with door() as outgoing:
        answer = await outgoing.post(f"{receiver.url}?a=b%20c", {"webhook-id": "n-1"}, b'{"a": 1}')

    assert answer == HttpAnswer(202, {"content-length": "9", "x-id": "7"}, "thank you", False)
    assert receiver.requests == [
        ReceivedRequest(
            "POST",
            "/hook?a=b%20c",
            {
                "host": f"127.0.0.1:{receiver.port}",
                "user-agent": "booking-chat-notifier",
                "webhook-id": "n-1",
                "content-length": "8",
            },
            b'{"a": 1}',
        )
    ]


# --- Who may be called


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.5", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::a00:5]"],
)
async def test_an_address_that_is_not_public_is_refused(host: str) -> None:
    async with door(allows=is_public) as outgoing:
        said = await why_not(outgoing, f"http://{host}:9/hook")

    assert said == f"refused: {ip_address(host.strip('[]'))} is not a public address"


async def test_a_port_that_nobody_has_listed_is_refused_before_anybody_is_called(
    receiver: HttpReceiver,
) -> None:
    """A destination may be older than the list of ports."""
    names = MadeUpNames(hooks_example=["127.0.0.1"])

    async with door(names, ports=https_and([8443])) as outgoing:
        said = await why_not(outgoing, f"http://hooks.example:{receiver.port}/hook")

    assert said == f"refused: port {receiver.port} is not for this: use 443 or 8443"
    assert (receiver.connections, names.asked["hooks.example"]) == (0, 0)


async def test_a_clouds_metadata_service_is_refused_whatever_its_name_stands_for() -> None:
    names = MadeUpNames(metadata_packet_net=["127.0.0.1"])

    async with door(names) as outgoing:
        said = await why_not(outgoing, "http://metadata.packet.net:9/metadata")

    assert said == "refused: metadata.packet.net is a cloud's metadata service"
    assert names.asked["metadata.packet.net"] == 0


async def test_a_name_that_stands_for_a_private_address_is_refused(receiver: HttpReceiver) -> None:
    names = MadeUpNames(hooks_example=["127.0.0.1"])

    async with door(names, is_public) as outgoing:
        said = await why_not(outgoing, f"http://hooks.example:{receiver.port}/")

    assert said == ("refused: hooks.example stands for 127.0.0.1, which is not a public address")
    assert receiver.connections == 0


async def test_one_private_address_among_others_refuses_the_name(receiver: HttpReceiver) -> None:
    names = MadeUpNames(hooks_example=["127.0.0.1 127.0.0.2"])

    async with door(names, only_here) as outgoing:
        said = await why_not(outgoing, f"http://hooks.example:{receiver.port}/")

    assert said.startswith("refused: hooks.example stands for 127.0.0.2")
    assert receiver.connections == 0


async def test_the_address_that_was_checked_is_the_one_that_is_called(
    receiver: HttpReceiver,
) -> None:
    names = MadeUpNames(hooks_example=["127.0.0.1", "127.0.0.2"])

    async with door(names, only_here) as outgoing:
        answer = await outgoing.post(f"http://hooks.example:{receiver.port}/", {}, b"")

    assert answer.status == 204
    assert names.asked == {"hooks.example": 1}


async def test_a_name_that_turns_private_later_is_refused_at_the_next_connection(
    receiver: HttpReceiver,
) -> None:
    names = MadeUpNames(hooks_example=["127.0.0.1", "127.0.0.2"])
    url = f"http://hooks.example:{receiver.port}/"
    receiver.will(server.answer(204, headers={"Connection": "close"}))

    async with door(names, only_here) as outgoing:
        await outgoing.post(url, {}, b"")
        said = await why_not(outgoing, url)

    assert said.startswith("refused: hooks.example stands for 127.0.0.2")


async def test_an_open_connection_is_used_again_for_its_own_host_only(
    receiver: HttpReceiver,
) -> None:
    names = MadeUpNames(one_example=["127.0.0.1"], two_example=["127.0.0.2"])

    async with door(names, only_here) as outgoing:
        for _ in range(3):
            await outgoing.post(f"http://one.example:{receiver.port}/", {}, b"")
        said = await why_not(outgoing, f"http://two.example:{receiver.port}/")

    assert said.startswith("refused: two.example stands for 127.0.0.2")
    assert (receiver.connections, len(receiver.requests)) == (1, 3)


async def test_a_redirect_is_not_followed(receiver: HttpReceiver) -> None:
    async with HttpReceiver() as inside, door() as outgoing:
        receiver.will(server.redirect(inside.url))

        answer = await outgoing.post(receiver.url, {}, b"")

    assert (answer.status, answer.headers["location"]) == (307, inside.url)
    assert inside.requests == []


async def test_a_proxy_of_the_environment_is_not_asked(
    receiver: HttpReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with HttpReceiver() as proxy, door() as outgoing:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)

        answer = await outgoing.post(receiver.url, {}, b"")

    assert answer.status == 204
    assert proxy.requests == []


async def test_cookies_are_neither_kept_nor_sent(receiver: HttpReceiver) -> None:
    receiver.will(server.answer(204, headers={"Set-Cookie": "a=b"}))

    async with door() as outgoing:
        await outgoing.post(receiver.url, {}, b"")
        await outgoing.post(receiver.url, {}, b"")

    assert ["cookie" in request.headers for request in receiver.requests] == [False, False]


# --- TLS


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@asynccontextmanager
async def secure_receiver(
    authority: trustme.CA, name: str
) -> AsyncIterator[tuple[HttpReceiver, list[str]]]:
    """An https server with a certificate for `name`, and what names it was asked for (SNI)."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    asked_for: list[str] = []

    def note(_: object, server_name: str, __: object) -> None:
        asked_for.append(server_name)

    context.sni_callback = note
    async with HttpReceiver(context) as receiver:
        yield receiver, asked_for


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def test_tls_is_spoken_with_the_name_and_not_with_the_address(authority: trustme.CA) -> None:
    names = MadeUpNames(hooks_example=["127.0.0.1"])

    async with (
        secure_receiver(authority, "hooks.example") as (receiver, asked_for),
        door(names, only_here, tls=trusting(authority)) as outgoing,
    ):
        answer = await outgoing.post(f"https://hooks.example:{receiver.port}/", {}, b"")
        (request,) = receiver.requests

    assert answer.status == 204
    assert asked_for == ["hooks.example"]
    assert request.headers["host"] == f"hooks.example:{receiver.port}"


async def test_a_certificate_for_another_name_is_refused(authority: trustme.CA) -> None:
    names = MadeUpNames(hooks_example=["127.0.0.1"])

    async with (
        secure_receiver(authority, "other.example") as (receiver, _),
        door(names, tls=trusting(authority)) as outgoing,
    ):
        said = await why_not(outgoing, f"https://hooks.example:{receiver.port}/")

    assert "certificate is not valid for 'hooks.example'" in said
    assert receiver.requests == []


async def test_a_certificate_that_nobody_vouches_for_is_refused(authority: trustme.CA) -> None:
    names = MadeUpNames(hooks_example=["127.0.0.1"])

    async with (
        secure_receiver(authority, "hooks.example") as (receiver, _),
        door(names) as outgoing,
    ):
        said = await why_not(outgoing, f"https://hooks.example:{receiver.port}/")

    assert "certificate verify failed" in said
