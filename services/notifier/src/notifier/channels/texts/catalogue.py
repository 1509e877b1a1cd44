"""The texts that a language needs. A catalogue that lacks one does not type-check.

Names in sentences are one line each. `moment` gets a time as clocks at the place show it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from booking_chat.contracts.languages import Language

About = Callable[[str], str]
"""A sentence about somebody or something with this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTexts:
    """Emails to staff about a customer's message, and the test of such an email."""

    why: About
    unsubscribe: str
    test_subject: About
    test_preview: str
    test_intro: str
    sample_customer: str
    sample_message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTexts:
    """Emails to a customer about an answer."""

    action: str
    note: str
    why: str
    unsubscribe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedTexts:
    """Emails about a destination that was paused. `gone` and `failing` say why."""

    subject: About
    intro: About
    destination: str
    where: str
    why: str
    since: str
    gone: str
    failing: str
    note: str
    why_you: About


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationTexts:
    """Emails that ask whoever reads them to confirm their address."""

    subject: About
    preview: About
    intro: About
    action: str
    note: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A catalogue. The texts in here are for all channels, those in its parts for emails."""

    language: Language
    moment: Callable[[datetime], str]
    some_customer: str
    some_business: str
    customer_has_written: About
    more_messages: Callable[[int, str], str]
    """How many, and of whom."""
    has_answered: About
    message_was_written: str
    is_a_test: str
    alerts_are_paused: str
    please_confirm: str
    not_shown: Callable[[int], str]
    """How many earlier messages."""
    byline: Callable[[str, str], str]
    """Who wrote, and when, above the message in plain text."""
    open_conversation: str
    open_settings: str
    staff: StaffTexts
    customer: CustomerTexts
    paused: PausedTexts
    verification: VerificationTexts
