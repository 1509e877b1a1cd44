"""The catcher takes every email, delivers none, and shows them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.service.config import Environment
from devstack.catcher.main import CatcherConfig, create_app
from devstack.ports import free_port
from notifier.channels.config import SmtpSecurity
from notifier.channels.email.channel import EmailChannel
from notifier.channels.email.smtp import Mailer, MailServer
from notifier.domain.notices import Answer, Delivered, Notice, Outcome, Target
from support.letters import US
from support.notices import NOON, customer_wrote, message
from support.running_app import running


@dataclass(frozen=True, slots=True)
class Catcher:
    http: httpx.AsyncClient
    smtp_port: int

    async def send(self, notice: Notice, address: str = "desk@lisbon.example") -> Outcome:
        server = MailServer("127.0.0.1", self.smtp_port, SmtpSecurity.NONE)
        channel = EmailChannel(Mailer(server), US)
        return await channel.deliver(notice, Target(DestinationKind.EMAIL, address), NOON)


@pytest.fixture
async def catcher() -> AsyncIterator[Catcher]:
    port = free_port()
    config = CatcherConfig(environment=Environment.DEVELOPMENT, catcher_smtp_port=port)
    async with running(create_app(config)) as http:
        yield Catcher(http, port)


async def test_an_email_can_be_read_by_programs(catcher: Catcher) -> None:
    outcome = await catcher.send(customer_wrote(message(1, "Is there parking? 🚗")))

    (mail,) = (await catcher.http.get("/mails")).json()
    assert outcome == Delivered(Answer(250, "caught, and delivered to nobody"))
    assert (mail["sender"], mail["to"]) == (US.address, ["desk@lisbon.example"])
    assert mail["subject"] == "Ada Lovelace: Sunset sail on the Tagus (LIS1019)"
    assert "> Is there parking? 🚗\n" in mail["text"]
    assert "Is there parking? 🚗</div>" in mail["html"]
    assert ["To", "desk@lisbon.example"] in mail["headers"]


async def test_emails_to_one_address_can_be_asked_for(catcher: Catcher) -> None:
    await catcher.send(customer_wrote(), "one@example.com")
    await catcher.send(customer_wrote(), "two@example.com")

    mails = (await catcher.http.get("/mails", params={"to": "two@example.com"})).json()

    assert [mail["to"] for mail in mails] == [["two@example.com"]]


async def test_the_inbox_can_be_looked_at_and_emptied(catcher: Catcher) -> None:
    await catcher.send(customer_wrote())

    inbox = (await catcher.http.get("/")).text
    page = await catcher.http.get("/mails/1")
    await catcher.http.delete("/mails")

    assert "Ada Lovelace: Sunset sail on the Tagus (LIS1019)" in inbox
    assert "Is there parking?" in page.text
    assert "No email yet." in (await catcher.http.get("/")).text
    assert (await catcher.http.get("/mails/1")).status_code == 404


async def test_what_an_email_holds_cannot_act_on_the_inbox(catcher: Catcher) -> None:
    attack = "<script>alert(1)</script>"
    await catcher.send(customer_wrote(message(1, attack, name=attack)))

    page = await catcher.http.get("/mails/1")
    html = await catcher.http.get("/mails/1/html")

    assert attack not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none';")
    policy = html.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
