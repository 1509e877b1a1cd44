"""Handing emails to a mail server that misbehaves."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from email.message import EmailMessage

import pytest
import trustme
from pydantic import SecretStr

from booking_chat.contracts.http.destinations import DestinationKind
from notifier.channels.config import SmtpSecurity
from notifier.channels.email.channel import EmailChannel
from notifier.channels.email.composing import EmailSender
from notifier.channels.email.smtp import EXCHANGE_SECONDS, Mailer, MailServer
from notifier.domain.notices import Answer, Delivered, Failed, Gone, Outcome, Rejected, Target
from support.notices import NOON, customer_wrote
from support.smtp_receiver import Behaviour, SmtpReceiver, disconnects, hangs, says

US = EmailSender("alerts@booking-chat.example", "booking-chat")
SHORT = 0.4
"""Seconds for an exchange that is meant to be cut off."""


@pytest.fixture
async def receiver() -> AsyncIterator[SmtpReceiver]:
    async with SmtpReceiver() as receiver:
        yield receiver


def plainly(receiver: SmtpReceiver) -> MailServer:
    return MailServer("127.0.0.1", receiver.port, SmtpSecurity.NONE)


async def send(server: MailServer, seconds: float = EXCHANGE_SECONDS) -> Outcome:
    channel = EmailChannel(Mailer(server, exchange_seconds=seconds), US)
    return await channel.deliver(
        customer_wrote(), Target(DestinationKind.EMAIL, "desk@lisbon.example"), NOON
    )


async def test_an_email_is_delivered_once_the_server_has_taken_it(receiver: SmtpReceiver) -> None:
    receiver.at_content(says("250 2.0.0 queued as 4711"))

    outcome = await send(plainly(receiver))

    (mail,) = receiver.mails
    assert outcome == Delivered(Answer(250, "2.0.0 queued as 4711"))
    assert (mail.sender, mail.addressees) == (US.address, ["desk@lisbon.example"])
    assert mail.message["Subject"] == "Ada Lovelace: Sunset sail on the Tagus (LIS1019)"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("451 4.7.1 greylisted, try later", Failed),
        ("450 mailbox busy", Failed),
        ("452 4.2.2 mailbox full", Failed),
        ("552 5.2.2 mailbox full", Failed),
        ("552 mailbox full", Failed),
        ("550 5.1.1 no such user", Gone),
        ("550 no such user", Gone),
        ("553 no such user", Gone),
        ("550 5.1.2 no such domain", Gone),
        ("556 5.1.10 takes no mail", Gone),
        ("550 5.2.1 mailbox disabled", Gone),
        ("550 5.7.1 looks like spam", Rejected),
        ("554 no, thank you", Rejected),
    ],
)
async def test_what_is_said_of_the_addressee_decides(
    receiver: SmtpReceiver, said: str, outcome: type[Failed | Gone | Rejected]
) -> None:
    receiver.at_addressee(says(said))

    code, text = said.split(" ", 1)
    assert await send(plainly(receiver)) == outcome(Answer(int(code), text), f"SMTP {code}: {text}")


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("451 4.3.0 try later", Failed),
        ("554 5.7.1 looks like spam", Rejected),
        ("552 5.3.4 too large", Rejected),
        ("550 refused", Rejected),
        ("550 5.1.1 no such user", Gone),
    ],
)
async def test_what_is_said_of_the_email_decides(
    receiver: SmtpReceiver, said: str, outcome: type[Failed | Gone | Rejected]
) -> None:
    receiver.at_content(says(said))

    code, text = said.split(" ", 1)
    assert await send(plainly(receiver)) == outcome(Answer(int(code), text), f"SMTP {code}: {text}")
    assert receiver.mails == []


async def test_a_server_that_does_not_take_our_own_address_is_our_fault(
    receiver: SmtpReceiver,
) -> None:
    receiver.at_sender(says("550 5.7.1 not allowed to send as this"))

    assert await send(plainly(receiver)) == Failed(
        Answer(550, "5.7.1 not allowed to send as this"),
        "the mail server refuses to work for us: SMTP 550 5.7.1 not allowed to send as this",
        own_fault=True,
    )


@pytest.mark.parametrize("step", ["at_sender", "at_addressee", "at_content"])
@pytest.mark.parametrize("behaviour", [hangs(), disconnects()], ids=["hangs", "disconnects"])
async def test_a_server_that_is_away_is_our_fault_and_no_addressees(
    receiver: SmtpReceiver, step: str, behaviour: Behaviour
) -> None:
    getattr(receiver, step)(behaviour)

    outcome = await send(plainly(receiver), SHORT)

    assert isinstance(outcome, Failed)
    assert (outcome.own_fault, outcome.answer) == (True, Answer(None))
    assert "mail server" in outcome.error


async def test_nobody_there_is_our_fault() -> None:
    async with SmtpReceiver() as gone:
        server = plainly(gone)

    outcome = await send(server)

    assert isinstance(outcome, Failed)
    assert outcome.own_fault
    assert outcome.error.startswith("the mail server is away: Error connecting to 127.0.0.1")


async def test_without_a_mail_server_an_email_waits() -> None:
    outcome = await EmailChannel(None, None).deliver(
        customer_wrote(), Target(DestinationKind.EMAIL, "desk@lisbon.example"), NOON
    )

    assert outcome == Failed(
        Answer(None), "no mail server is configured (BOOKING_CHAT_SMTP_HOST)", own_fault=True
    )


async def test_a_goodbye_that_hangs_does_not_undo_the_delivery(receiver: SmtpReceiver) -> None:
    receiver.at_goodbye(hangs())

    assert await send(plainly(receiver)) == Delivered(Answer(250, "OK"))


async def test_a_hanging_server_is_asked_by_few_at_once(receiver: SmtpReceiver) -> None:
    receiver.at_addressee(hangs())
    mailer = Mailer(plainly(receiver), exchange_seconds=SHORT, connections=2)
    message = EmailMessage()

    outcomes = await asyncio.gather(
        *(mailer.send(US.address, "desk@lisbon.example", message) for _ in range(10))
    )

    assert all(isinstance(outcome, Failed) and outcome.own_fault for outcome in outcomes)
    assert receiver.connections <= 6


# --- TLS and passwords


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def certificate(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def secretly(
    receiver: SmtpReceiver,
    authority: trustme.CA,
    security: SmtpSecurity = SmtpSecurity.STARTTLS,
    password: str | None = None,
) -> MailServer:
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    user = "booking-chat" if password else None
    secret = SecretStr(password) if password else None
    return MailServer("127.0.0.1", receiver.port, security, user, secret, trust)


async def test_starttls_keeps_emails_secret(authority: trustme.CA) -> None:
    async with SmtpReceiver(certificate(authority)) as receiver:
        outcome = await send(secretly(receiver, authority))

    assert outcome == Delivered(Answer(250, "OK"))
    assert [mail.is_secret for mail in receiver.mails] == [True]


async def test_tls_from_the_first_byte_keeps_emails_secret(authority: trustme.CA) -> None:
    async with SmtpReceiver(certificate(authority), is_tls_at_once=True) as receiver:
        outcome = await send(secretly(receiver, authority, SmtpSecurity.TLS))

    assert outcome == Delivered(Answer(250, "OK"))
    assert [mail.is_secret for mail in receiver.mails] == [True]


async def test_a_server_without_starttls_gets_nothing(
    receiver: SmtpReceiver, authority: trustme.CA
) -> None:
    outcome = await send(secretly(receiver, authority))

    assert isinstance(outcome, Failed)
    assert outcome.own_fault
    assert "STARTTLS" in outcome.error
    assert receiver.mails == []


async def test_a_server_with_somebody_elses_certificate_gets_nothing(
    authority: trustme.CA,
) -> None:
    async with SmtpReceiver(certificate(authority, "other.example")) as receiver:
        outcome = await send(secretly(receiver, authority))

    assert isinstance(outcome, Failed)
    assert outcome.own_fault
    assert "certificate" in outcome.error
    assert receiver.mails == []


async def test_the_password_opens_the_server(authority: trustme.CA) -> None:
    async with SmtpReceiver(certificate(authority), password="right") as receiver:
        outcome = await send(secretly(receiver, authority, password="right"))

    assert outcome == Delivered(Answer(250, "OK"))
    assert [mail.user for mail in receiver.mails] == ["booking-chat"]


async def test_a_wrong_password_is_our_fault(authority: trustme.CA) -> None:
    async with SmtpReceiver(certificate(authority), password="right") as receiver:
        outcome = await send(secretly(receiver, authority, password="wrong"))

    assert isinstance(outcome, Failed)
    assert (outcome.own_fault, outcome.answer.status) == (True, 535)


JOSE = "josé.ñandú@correo.example"


async def send_to(address: str, server: MailServer) -> Outcome:
    channel = EmailChannel(Mailer(server), US)
    return await channel.deliver(customer_wrote(), Target(DestinationKind.EMAIL, address), NOON)


async def test_an_address_beyond_ascii_is_reached_where_the_server_offers_it() -> None:
    async with SmtpReceiver(offers_smtputf8=True) as receiver:
        outcome = await send_to(JOSE, plainly(receiver))

    (mail,) = receiver.mails
    assert isinstance(outcome, Delivered)
    assert mail.addressees == [JOSE]
    assert f"To: {JOSE}\r\n".encode() in mail.content
    assert mail.message["Subject"] == "Ada Lovelace: Sunset sail on the Tagus (LIS1019)"


async def test_without_that_offer_it_is_refused_for_good_with_the_reason(
    receiver: SmtpReceiver,
) -> None:
    outcome = await send_to(JOSE, plainly(receiver))

    error = "the address has éñú, and the mail server does not offer SMTPUTF8"
    assert outcome == Rejected(Answer(None), error)
    assert receiver.mails == []


async def test_an_international_domain_needs_no_offer(receiver: SmtpReceiver) -> None:
    outcome = await send_to("desk@bücher.example", plainly(receiver))

    (mail,) = receiver.mails
    assert isinstance(outcome, Delivered)
    assert mail.addressees == ["desk@xn--bcher-kva.example"]


async def test_a_plain_address_is_not_sent_with_it_where_it_is_offered() -> None:
    async with SmtpReceiver(offers_smtputf8=True) as receiver:
        await send_to("desk@lisbon.example", plainly(receiver))

    (mail,) = receiver.mails
    assert mail.content.isascii()
