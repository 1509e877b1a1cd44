"""A notice as an email, headers and all. Pure, but for the random boundary between its parts."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from booking_chat.contracts.http.deliveries import NoticeKind
from notifier.channels.email.content import EmailContent, content_of
from notifier.channels.email.rendering import render_html, render_text
from notifier.channels.text import one_line, shortened
from notifier.channels.texts.languages import texts_in
from notifier.channels.wording import business
from notifier.domain.notices import Notice, Target

_MAX_SUBJECT = 150
_SPECIAL_IN_NAMES = re.compile(r'[][()<>@,;:\\".]')
"""What means something in an address. Python quotes it, but not in every folded header."""
_UNFOLDED = {"message-id", "references", "in-reply-to", "list-unsubscribe"}


class _WireFormat(EmailPolicy):
    """Leaves identifiers and URLs whole: Python would encode a long one as if it were words."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _UNFOLDED:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_WIRE_FORMAT = _WireFormat(linesep="\r\n")
_WIRE_FORMAT_BEYOND_ASCII = _WireFormat(linesep="\r\n", utf8=True)
"""For addresses that no header in ASCII can hold (RFC 6532)."""


@dataclass(frozen=True, slots=True)
class EmailSender:
    """Who writes: `address` is ours, `name` what staff see, `reply_to` where answers go."""

    address: str
    name: str
    reply_to: str | None = None

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def compose(notice: Notice, target: Target, sender: EmailSender, now: datetime) -> EmailMessage:
    """The email; `target.where` has been checked to be one. `now` becomes its date.

    Raises ValueError for a notice that people have no use for.
    """
    content = content_of(notice)
    is_ascii = target.where.isascii()
    message = EmailMessage(policy=_WIRE_FORMAT if is_ascii else _WIRE_FORMAT_BEYOND_ASCII)
    message["From"] = _mailbox(_sender_name(notice, sender), sender.address)
    message["To"] = _mailbox(target.name or "", target.where)
    if sender.reply_to is not None:
        message["Reply-To"] = _mailbox("", sender.reply_to)
    message["Subject"] = shortened(_words(content.subject), _MAX_SUBJECT)
    message["Date"] = format_datetime(now)
    _identify(message, notice, sender.domain)
    _mark_as_automatic(message, content)
    message.set_content(render_text(content), cte="quoted-printable")
    message.add_alternative(render_html(content), subtype="html", cte="quoted-printable")
    return message


def _identify(message: EmailMessage, notice: Notice, domain: str) -> None:
    """The same id at every attempt, and one conversation's emails under one made-up first one."""
    message["Message-ID"] = _identifier("notice", notice.id, domain)
    if notice.thread_id is not None:
        root = _identifier("thread", notice.thread_id, domain)
        message["In-Reply-To"] = root
        message["References"] = root


def _mark_as_automatic(message: EmailMessage, content: EmailContent) -> None:
    """Keeps vacation notices away, and offers mail programs the way to unsubscribe (RFC 8058)."""
    message["Auto-Submitted"] = "auto-generated"
    if content.unsubscribe_url is not None:
        message["List-Unsubscribe"] = f"<{content.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _identifier(kind: str, what: str, domain: str) -> str:
    return f"<{kind}-{sha256(what.encode()).hexdigest()[:32]}@{domain}>"


def _sender_name(notice: Notice, sender: EmailSender) -> str:
    if notice.kind is NoticeKind.CUSTOMER_HAS_REPLY:
        return business(notice.location, texts_in(notice.language))
    return sender.name


def _mailbox(name: str, address: str) -> Address:
    local_part, _, domain = address.rpartition("@")
    return Address(_words(_SPECIAL_IN_NAMES.sub(" ", name)), local_part, domain)


def _words(text: str) -> str:
    """Text for a header.

    Python decodes what looks like an encoded word, line breaks included, and before 3.11.10 it
    would write those out as they are.
    """
    return one_line(text).replace("=?", "= ?")
