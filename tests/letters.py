"""Emails as whoever receives them reads them."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from notices import NOON
from notifier.channels.mail.letter import Sender, compose
from notifier.notices import EmailTarget, Notice

US = Sender("alerts@booking-chat.example", "booking-chat")
DESK = EmailTarget("desk@lisbon.example", "Front desk")
CUSTOMER = EmailTarget("ada@example.com", "Ada Lovelace")


def as_received(notice: Notice, target: EmailTarget = DESK, sender: Sender = US) -> EmailMessage:
    """The email after it went through a wire and another parser."""
    return message_from_bytes(
        compose(notice, target, sender, NOON).as_bytes(), policy=policy.default
    )


def part(email: EmailMessage, subtype: str) -> str:
    found = email.get_body((subtype,))
    assert found is not None
    content: str = found.get_content()
    return content.replace("\r\n", "\n")
