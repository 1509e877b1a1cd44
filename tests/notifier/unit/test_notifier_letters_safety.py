"""Nothing that a person typed breaks out of the place in an email where it stands."""

from dataclasses import replace
from email.utils import getaddresses
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis.strategies import text

from booking_chat.contracts.http.destinations import DestinationKind
from notifier.channels.config import SmtpSecurity
from notifier.channels.email.channel import EmailChannel
from notifier.channels.email.composing import compose
from notifier.channels.email.smtp import Mailer, MailServer
from notifier.domain.notices import Answer, Rejected, Target
from support.letters import CUSTOMER, DESK, US, as_received, part
from support.notices import (
    BOOKING,
    LISBON,
    NOON,
    customer_wrote,
    destination_paused,
    message,
    staff_answered,
    verification,
)

NASTY = [
    "Ada\r\nBcc: victim@example.com",
    "Ada\nSubject: you have won",
    "Ada\x00\x1b[31m",
    "Ada\u2028Bcc: victim@example.com",
    'Ada" <victim@example.com>, "',
    "Lovelace, Ada; Babbage: Charles <c@example.com>",
    "=?utf-8?q?=0D=0ABcc=3A_victim=40example=2Ecom?=",
    "=\u202e?utf-8?b?DQpCY2M6IHZpY3RpbUBleGFtcGxlLmNvbQ==?=",
    "==??utf-8?q?=0D=0ABcc=3A_victim=40example=2Ecom?=",
    "Ада Лавлейс " * 20,
    "🦉" * 100,
    "\u202egnp.exe",
    "x" * 300,
    "",
]


@pytest.mark.parametrize("name", NASTY)
def test_a_name_cannot_add_a_header_or_an_addressee(name: str) -> None:
    notice = replace(
        staff_answered(),
        location=replace(LISBON, name=name),
        booking=replace(BOOKING, customer_name=name, activity_name=name, confirmation_code=name),
    )

    email = as_received(notice, Target(DestinationKind.EMAIL, "ada@example.com", name))

    plain = as_received(staff_answered(), CUSTOMER)
    assert email.keys() == plain.keys()
    assert [address for _, address in getaddresses(email.get_all("To", []))] == ["ada@example.com"]
    assert [address for _, address in getaddresses(email.get_all("From", []))] == [US.address]
    assert email["Message-ID"] == plain["Message-ID"]
    assert email.defects == []
    assert "\u202e" not in part(email, "plain") + part(email, "html")


@given(text(), text(), text())
def test_no_text_at_all_can_add_a_header_or_a_part(name: str, activity: str, written: str) -> None:
    notice = replace(
        customer_wrote(message(1, written, name=name or "x")),
        booking=replace(BOOKING, customer_name=name, activity_name=activity),
    )

    email = as_received(notice, Target(DestinationKind.EMAIL, "desk@lisbon.example", name))

    assert email.keys() == as_received(customer_wrote()).keys()
    assert [part.get_content_type() for part in email.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_every_line_of_a_message_is_marked_as_somebody_elses() -> None:
    forged = "Thanks!\n\n-- \nUnsubscribe: https://evil.example\r> x\u2028Open the conversation:"

    body = part(as_received(customer_wrote(message(1, forged))), "plain")

    assert (
        "Ada Lovelace, Sun 15 Mar 2026, 12:01:\n"
        "> Thanks!\n"
        ">\n"
        "> --\n"
        "> Unsubscribe: https://evil.example\n"
        "> > x\n"
        "> Open the conversation:\n"
        "\n"
    ) in body


class Outline(HTMLParser):
    """The elements and attributes of a page, without its words."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.elements.append((tag, attrs))


def outline(html: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    parser = Outline()
    parser.feed(html)
    return parser.elements


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "</div></td><img src=x onerror=alert(1)>",
        '" onmouseover="alert(1)',
        "{{ 7 * 7 }}{% include 'page.html.j2' %}",
        "&lt;b&gt;",
        "<!-- ",
        "]]>",
    ],
)
def test_what_people_type_is_never_markup(typed: str) -> None:
    notice = replace(
        customer_wrote(message(1, typed, name=typed)),
        location=replace(LISBON, name=typed),
        booking=replace(BOOKING, customer_name=typed, activity_name=typed),
    )

    html = part(as_received(notice), "html")

    assert outline(html) == outline(part(as_received(customer_wrote()), "html"))
    assert "49" not in html


def test_line_breaks_are_kept_in_html() -> None:
    html = part(as_received(customer_wrote(message(1, "one\ntwo <3"))), "html")

    assert ">one<br>\ntwo &lt;3</div>" in html


def test_nothing_is_fetched_from_anywhere_when_an_email_is_opened() -> None:
    for notice in (customer_wrote(), staff_answered(), destination_paused(), verification()):
        elements = outline(part(as_received(notice), "html"))

        assert not {"img", "link", "script", "iframe"} & {tag for tag, _ in elements}


def test_long_identifiers_and_links_stay_whole() -> None:
    url = f"https://dashboard.example/alerts/unsubscribe?token={'t' * 700}"
    sender = replace(US, address=f"alerts@{'sub.' * 15}booking-chat.example")
    wire = compose(replace(customer_wrote(), unsubscribe_url=url), DESK, sender, NOON).as_bytes()

    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in wire
    assert wire.count(f"@{'sub.' * 15}booking-chat.example>\r\n".encode()) == 4
    assert max(len(line) for line in wire.split(b"\r\n")) <= 998


def test_lines_of_the_body_are_as_short_as_mail_servers_want_them() -> None:
    wire = compose(customer_wrote(message(1, "x" * 4000)), DESK, US, NOON).as_bytes()

    head, body = wire.split(b"\r\n\r\n", 1)
    assert max(len(line) for line in head.split(b"\r\n")) <= 100
    assert max(len(line) for line in body.split(b"\r\n")) <= 78
    assert b"\n" not in wire.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("nobody", "is not an email address"),
        ("a@b@c.example", "is not an email address"),
        ("ada@example.com\r\nBcc: x@example.com", "is not an email address"),
        ("Ada <ada@example.com>", "is not an email address"),
        (f"{'a' * 65}@example.com", "is not an email address"),
        (f"ada@{'a.' * 150}example", "254 characters"),
        ("", "at least 3 characters"),
    ],
)
async def test_an_address_that_is_none_gets_no_email(address: str, reason: str) -> None:
    nobody = Mailer(MailServer("127.0.0.1", 1, SmtpSecurity.NONE))

    outcome = await EmailChannel(nobody, US).deliver(
        customer_wrote(), Target(DestinationKind.EMAIL, address), NOON
    )

    assert isinstance(outcome, Rejected)
    assert outcome.answer == Answer(None)
    assert reason in outcome.error


def test_an_international_domain_is_written_in_ascii() -> None:
    email = as_received(
        customer_wrote(), Target(DestinationKind.EMAIL, "ada@xn--80a1acny.xn--p1ai")
    )

    assert email["To"] == "ada@xn--80a1acny.xn--p1ai"
