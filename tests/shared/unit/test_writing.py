"""May somebody write now, and why not: commands, views and both gateways give the same answer."""

from dataclasses import dataclass

import pytest

from booking_chat.contracts.events import CommandRejected
from booking_chat.contracts.http.views import booking_view
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import CUSTOMER, BookingStatus, RejectionReason, Sender, Switches
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.enabled import EnabledChecks
from booking_chat.service.http.problems import Problem
from chat_core.domain.context import Context
from chat_core.domain.decision import decide
from support.chat import NOON, OPERATOR, a_booking, post
from support.gateway_fakes import FakeCore
from support.settings_fake import MESSAGING_OFF, ON, PORTAL_OFF, FakeSettings


@dataclass(frozen=True, slots=True)
class Situation:
    status: BookingStatus = BookingStatus.CONFIRMED
    switches: Switches = ON
    withdrawn: bool = False

    @property
    def booking(self) -> BookingChanged:
        return a_booking(status=self.status)


SITUATIONS = {
    "a draft": (Situation(BookingStatus.DRAFT), RejectionReason.DRAFT_BOOKING),
    "a draft where the portal is off": (
        Situation(BookingStatus.DRAFT, PORTAL_OFF),
        RejectionReason.DRAFT_BOOKING,
    ),
    "the portal is off": (Situation(switches=PORTAL_OFF), RejectionReason.PORTAL_DISABLED),
    "both are off": (Situation(switches=Switches()), RejectionReason.PORTAL_DISABLED),
    "messaging is off": (Situation(switches=MESSAGING_OFF), RejectionReason.MESSAGING_DISABLED),
    "withdrawn": (Situation(withdrawn=True), RejectionReason.UNKNOWN_BOOKING),
    "a withdrawn draft where all is off": (
        Situation(BookingStatus.DRAFT, Switches(), withdrawn=True),
        RejectionReason.UNKNOWN_BOOKING,
    ),
    **{
        status.value: (Situation(status), None)
        for status in BookingStatus
        if status is not BookingStatus.DRAFT
    },
}


def answer_of_the_core(situation: Situation, by: Sender) -> RejectionReason | None:
    """What becomes of a message; the core does not load bookings that were withdrawn."""
    context = Context(
        message_id="message-1",
        booking=None if situation.withdrawn else situation.booking,
        switches=situation.switches,
        posted=None,
        rejections=(),
        customer_count_at=lambda _: 0,
    )
    decision = decide(None, context, post(by=by), NOON)
    (first, *_) = decision.events
    return first.reason if isinstance(first, CommandRejected) else None


async def answer_of_a_gateway(situation: Situation) -> str | None:
    core, settings = FakeCore(situation.booking), FakeSettings(ON)
    settings.switches = situation.switches
    if situation.withdrawn:
        core.withdraw("booking-1")
    try:
        await Admission(core, EnabledChecks(settings)).writing("booking-1")
    except Problem as problem:
        return problem.kind
    return None


@pytest.mark.parametrize("name", SITUATIONS)
async def test_the_core_the_views_and_the_gateways_agree(name: str) -> None:
    situation, expected = SITUATIONS[name]
    view = booking_view(situation.booking)
    if situation.withdrawn:
        view = view.model_copy(update={"withdrawn": True})

    answers = [
        answer_of_the_core(situation, CUSTOMER),
        answer_of_the_core(situation, OPERATOR),
        view.writing_objection(situation.switches),
        await answer_of_a_gateway(situation),
    ]

    assert [expected] * 4 == answers
