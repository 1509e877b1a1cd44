"""Emails and chat alerts in English."""

from datetime import datetime

from booking_chat.contracts.languages import Language
from notifier.channels.texts.catalogue import (
    CustomerTexts,
    PausedTexts,
    StaffTexts,
    Texts,
    VerificationTexts,
)
from notifier.domain.destinations.announcements import WHY_FAILING, WHY_GONE
from notifier.domain.sample import SAMPLE_CUSTOMER, SAMPLE_TEXT

# Not strftime's names: those are in the language of the process.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _moment(there: datetime) -> str:
    """`Wed 18 Mar 2026, 18:00`."""
    day = f"{_DAYS[there.weekday()]} {there.day} {_MONTHS[there.month - 1]}"
    return f"{day} {there.year}, {there:%H:%M}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


ENGLISH = Texts(
    language=Language.ENGLISH,
    moment=_moment,
    some_customer="A customer",
    some_business="The team",
    customer_has_written=lambda customer: f"{customer} has written",
    more_messages=lambda count, customer: f"{_counted(count, 'more message')} from {customer}",
    has_answered=lambda business: f"{business} has answered you",
    message_was_written="A message was written",
    is_a_test="This is a test: no customer has written",
    alerts_are_paused="Alerts are paused",
    please_confirm="Please confirm your address",
    not_shown=lambda count: f"{_counted(count, 'earlier message')} not shown",
    byline=lambda name, when: f"{name}, {when}:",
    open_conversation="Open the conversation",
    open_settings="Open the settings",
    staff=StaffTexts(
        why=lambda business: f"This address gets the alerts of {business}.",
        unsubscribe="Unsubscribe from these alerts",
        test_subject=lambda business: f"Test alert of {business}",
        test_preview="It works: alerts reach this address.",
        test_intro="Somebody asked for it on the settings page. Alerts will look like this:",
        sample_customer=SAMPLE_CUSTOMER,
        sample_message=SAMPLE_TEXT,
    ),
    customer=CustomerTexts(
        action="Read and answer",
        note="Please answer there: nobody reads what is sent to this email address. "
        "The link is yours alone, so do not pass it on.",
        why="You get this because you have a booking with us and have not read the answer yet.",
        unsubscribe="No more emails about answers",
    ),
    paused=PausedTexts(
        subject=lambda destination: f"Alerts to {destination} are paused",
        intro=lambda business: (
            f"{business} sends no more alerts to this destination "
            "until somebody switches it on again."
        ),
        destination="Destination",
        where="Where",
        why="Why",
        since="Since",
        gone=WHY_GONE,
        failing=WHY_FAILING,
        note="What could not be sent can be sent again from there.",
        why_you=lambda business: f"You get this because you look after alerts of {business}.",
    ),
    verification=VerificationTexts(
        subject=lambda business: f"Please confirm this address for alerts of {business}",
        preview=lambda business: f"{business} would like to send alerts here.",
        intro=lambda business: (
            f"{business} would like to send an email to this address when a customer writes. "
            "It starts once you confirm that this is what you want."
        ),
        action="Confirm this address",
        note="If you did not expect this, do nothing: no alerts will come.",
        why="You get this once, because somebody typed in this address.",
    ),
)
