"""Emails as whoever receives them reads them."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from booking_chat.contracts.http.destinations import DestinationKind
from notifier.channels.email.composing import EmailSender, compose
from notifier.domain.notices import Notice, Target
from support.notices import NOON

US = EmailSender("alerts@booking-chat.example", "booking-chat")
DESK = Target(DestinationKind.EMAIL, "desk@lisbon.example", "Front desk")
CUSTOMER = Target(DestinationKind.EMAIL, "ada@example.com", "Ada Lovelace")


def as_received(notice: Notice, target: Target = DESK, sender: EmailSender = US) -> EmailMessage:
    """The email after it went through a wire and another parser."""
    return message_from_bytes(
        compose(notice, target, sender, NOON).as_bytes(), policy=policy.default
    )


def part(email: EmailMessage, subtype: str) -> str:
    found = email.get_body((subtype,))
    assert found is not None
    content: str = found.get_content()
    return content.replace("\r\n", "\n")
