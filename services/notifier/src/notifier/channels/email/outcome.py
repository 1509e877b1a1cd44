"""What the answers of a mail server mean for a notice. Pure.

The server is our own relay. What it says about itself, about us or about the sender is our own
fault. Only what it says about the addressee or the email counts against the address.
"""

import re
from enum import StrEnum

from notifier.channels.text import one_line
from notifier.domain.notices import Answer, Failed, Gone, Outcome, Rejected

_PERMANENT = 500
_ENHANCED = re.compile(r"^[245]\.(\d{1,3}\.\d{1,3})\b")
_MAILBOX_IS_GONE = {
    "1.1",  # no such mailbox
    "1.2",  # no such domain
    "1.3",  # the address is none
    "1.6",  # moved away
    "1.10",  # the domain accepts no mail
    "2.1",  # the mailbox is switched off
}
"""Source: RFC 3463 and RFC 7505, the part after the class."""
_MAILBOX_IS_FULL = {"2.2"}
_GONE_WITHOUT_DETAIL = {550, 551, 553}
_FULL_WITHOUT_DETAIL = {552}


class Stage(StrEnum):
    """What was answered to."""

    ADDRESSEE = "addressee"
    CONTENT = "content"


def refused(stage: Stage, code: int, text: str) -> Outcome:
    """For an answer that refuses the email.

    A mailbox that does not exist is gone for good. Other refusals for good, as of something that
    looks like spam, are about this one email.
    """
    answer = Answer(code, one_line(text))
    error = f"SMTP {code}: {answer.text}".rstrip(": ")
    detail = _ENHANCED.match(answer.text)
    number = detail[1] if detail else None
    if code < _PERMANENT or number in _MAILBOX_IS_FULL:
        return Failed(answer, error)
    if number in _MAILBOX_IS_GONE:
        return Gone(answer, error)
    if number is None and stage is Stage.ADDRESSEE:
        if code in _GONE_WITHOUT_DETAIL:
            return Gone(answer, error)
        if code in _FULL_WITHOUT_DETAIL:
            return Failed(answer, error)
    return Rejected(answer, error)


def cannot_reach(addressee: str) -> Rejected:
    """For an address that our mail server cannot pass on: it would not at any other time either."""
    name = addressee.rpartition("@")[0]
    beyond = "".join(dict.fromkeys(c for c in name if not c.isascii()))
    error = f"the address has {beyond}, and the mail server does not offer SMTPUTF8"
    return Rejected(Answer(None), error)


def own_fault(error: str, code: int | None = None, text: str = "") -> Failed:
    """For a mail server that is away or will not work for us: every address has to wait."""
    return Failed(Answer(code, one_line(text)), error, own_fault=True)
