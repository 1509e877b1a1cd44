"""Emails that were caught instead of delivered, and how they are read. Held in memory."""

from collections import deque
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count

from booking_chat.contracts.base import TolerantContract

KEPT = 500


class CaughtMail(TolerantContract):
    """One email as it came. `to` are the addressees of the envelope; the bodies may be empty."""

    id: int
    received_at: datetime
    sender: str
    to: list[str]
    subject: str
    headers: list[tuple[str, str]]
    text: str
    html: str


class Mailbox:
    """The last five hundred emails, to whomever they were."""

    def __init__(self) -> None:
        self._mails: deque[CaughtMail] = deque(maxlen=KEPT)
        self._ids = count(1)

    def take(self, sender: str, to: list[str], content: bytes, now: datetime) -> None:
        message = message_from_bytes(content, policy=policy.default)
        self._mails.append(
            CaughtMail(
                id=next(self._ids),
                received_at=now,
                sender=sender,
                to=to,
                subject=str(message.get("Subject", "")),
                headers=[(name, str(value)) for name, value in message.items()],
                text=_body(message, "plain"),
                html=_body(message, "html"),
            )
        )

    def mails(self, to: str | None = None) -> list[CaughtMail]:
        """The oldest first; with `to` only those to that address."""
        return [mail for mail in self._mails if to is None or to in mail.to]

    def mail(self, mail_id: int) -> CaughtMail | None:
        return next((mail for mail in self._mails if mail.id == mail_id), None)

    def empty(self) -> None:
        self._mails.clear()


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    if part is None:
        return ""
    content: str = part.get_content()
    return content.replace("\r\n", "\n")
