"""What opening threads and posting messages does to a conversation."""

from dataclasses import replace

import pytest

from booking_chat.contracts.commands import OPERATOR_SOURCE, PORTAL_SOURCE, ChatCommand
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import (
    CommandRejected,
    MessagePosted,
)
from booking_chat.contracts.values import (
    CUSTOMER,
    BookingStatus,
    RejectionReason,
    SenderType,
    Switches,
)
from chat_core.domain.event_records import to_record
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Outcome
from support.chat import OPERATOR, a_booking, at, mark_unread, open_thread, post
from support.conversation import ON, THREAD, Conversation, reason_of


def test_messages_are_numbered_without_gaps_whoever_writes() -> None:
    conversation = Conversation().given(post(), post(by=OPERATOR), post())

    (posted,) = conversation.when(post(by=OPERATOR))

    assert isinstance(posted, MessagePosted)
    assert posted.seq == 4


def test_a_message_sent_again_is_answered_with_the_same_event_and_stored_once() -> None:
    conversation = Conversation().given(post())
    message = post("Only once, please", time=at(1))
    first = conversation.when(message)

    again = conversation.when(replace(message, time=at(60)))

    assert (again, conversation.outcome) == (first, Outcome.REPEATED)
    assert conversation.thread.last_seq == 2


def test_another_text_under_a_used_id_is_rejected_and_replaces_nothing() -> None:
    client_id = "0d7f3d0e-4a55-4d2e-8a39-b1f0c1d2e3f4"
    conversation = Conversation().given(post("the first", client_message_id=client_id))

    events = conversation.when(post("another", client_message_id=client_id))

    assert reason_of(events) is RejectionReason.ID_REUSED
    assert (conversation.thread.last_seq, conversation.thread.preview) == (1, "the first")


def test_a_rejection_is_final_even_when_messaging_is_on_again() -> None:
    conversation = Conversation()
    conversation.state.switches = {}
    message = post("too early")
    rejected = conversation.when(message)
    conversation.state.switches = {"lisbon": ON}

    again = conversation.when(message)

    assert (again, conversation.outcome) == (rejected, Outcome.REPEATED)
    assert THREAD not in conversation.state.threads


@pytest.mark.parametrize(
    ("switches", "reason"),
    [
        (Switches(), RejectionReason.PORTAL_DISABLED),
        (Switches(support_messaging=True), RejectionReason.PORTAL_DISABLED),
        (Switches(portal_enabled=True), RejectionReason.MESSAGING_DISABLED),
    ],
)
@pytest.mark.parametrize("command", [post(), post(by=OPERATOR), open_thread()])
def test_nobody_writes_or_opens_unless_both_switches_are_on(
    command: Envelope[ChatCommand], switches: Switches, reason: RejectionReason
) -> None:
    conversation = Conversation()
    conversation.state.switches = {"lisbon": switches}

    assert reason_of(conversation.when(command)) is reason


def test_an_unknown_booking_is_rejected() -> None:
    events = Conversation().when(post(booking_id="booking-nowhere"))

    assert reason_of(events) is RejectionReason.UNKNOWN_BOOKING


def test_a_draft_booking_has_no_chat() -> None:
    conversation = Conversation()
    conversation.state.bookings["booking-1"] = a_booking(status=BookingStatus.DRAFT)

    assert reason_of(conversation.when(post())) is RejectionReason.DRAFT_BOOKING


def test_an_operator_of_another_location_is_rejected() -> None:
    events = Conversation().when(post(by=OPERATOR, location_id="oslo"))

    assert reason_of(events) is RejectionReason.WRONG_LOCATION


@pytest.mark.parametrize(
    "forged",
    [
        replace(post(), source=OPERATOR_SOURCE),
        replace(post(by=OPERATOR), source=PORTAL_SOURCE),
        replace(post(), source="/somebody-else"),
        mark_unread(by=CUSTOMER),
        post(by=OPERATOR.model_copy(update={"sender_id": None})),
        post(by=OPERATOR, location_id=None),
        post(by=CUSTOMER.model_copy(update={"sender_id": "operator-1"})),
    ],
)
def test_a_sender_that_its_gateway_cannot_speak_for_is_rejected(
    forged: Envelope[ChatCommand],
) -> None:
    conversation = Conversation().given(post())

    assert reason_of(conversation.when(forged)) is RejectionReason.FORGED_SENDER


def test_an_operator_without_a_name_is_support() -> None:
    nameless = OPERATOR.model_copy(update={"sender_name": None})
    conversation = Conversation().given(post())

    (posted,) = conversation.when(post(by=nameless))

    assert isinstance(posted, MessagePosted)
    assert posted.sender_name == "Support"


def test_a_message_is_never_dated_before_its_predecessor_nor_in_the_future() -> None:
    conversation = Conversation().given(post(time=at(10)))

    (earlier,) = conversation.when(post(time=at(4)))
    (future,) = conversation.when(post(time=at(999_999)))

    assert isinstance(earlier, MessagePosted)
    assert isinstance(future, MessagePosted)
    assert (earlier.sent_at, future.sent_at) == (at(10), at(3600))


def test_a_rejection_says_all_that_its_sender_needs() -> None:
    conversation = Conversation()
    conversation.state.switches = {}
    command = post(by=OPERATOR, client_message_id="0d7f3d0e-4a55-4d2e-8a39-b1f0c1d2e3f4")

    (rejected,) = conversation.when(command)

    assert rejected == CommandRejected(
        command_id=command.id,
        command_type="PostMessage",
        reason=RejectionReason.PORTAL_DISABLED,
        booking_id="booking-1",
        thread_id=THREAD,
        location_id="lisbon",
        sender_type=SenderType.OPERATOR,
        sender_id="operator-1",
        message_id=Incoming.of(0, 0, command).message_id,
        client_message_id="0d7f3d0e-4a55-4d2e-8a39-b1f0c1d2e3f4",
        rejected_at=at(3600),
    )


def test_an_opening_said_again_after_the_booking_moved_is_the_same_event() -> None:
    conversation = Conversation()
    (opened,) = conversation.when(open_thread())
    conversation.state.bookings["booking-1"] = a_booking(location_id="porto")
    conversation.state.switches["porto"] = ON
    conversation.state.threads[THREAD] = conversation.thread._replace(location_id="porto")

    again = conversation.when(open_thread(location_id="porto"))

    assert again == [opened]
    assert to_record(again[0]) == to_record(opened)


def test_a_message_of_a_booking_that_moved_says_its_new_location() -> None:
    conversation = Conversation().given(post())
    conversation.state.bookings["booking-1"] = a_booking(location_id="porto")
    conversation.state.switches["porto"] = ON

    (posted,) = conversation.when(post())

    assert isinstance(posted, MessagePosted)
    assert posted.location_id == "porto"
