"""What reading does: marks, and exact unread numbers."""

from booking_chat.contracts.events import (
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.values import (
    CUSTOMER,
    RejectionReason,
    SenderType,
)
from chat_core.domain.event_records import to_record
from chat_core.domain.position import Outcome
from support.chat import OPERATOR, at, mark_read, mark_unread, open_thread, post
from support.conversation import THREAD, Conversation, reason_of


def test_a_customers_first_message_opens_the_thread_and_is_number_one() -> None:
    conversation = Conversation()

    opened, posted = conversation.when(post("  Are dogs welcome?  ", time=at(5)))

    assert opened == ThreadOpened(
        booking_id="booking-1",
        thread_id=THREAD,
        location_id="lisbon",
        opened_by=SenderType.CUSTOMER,
        opened_at=at(5),
    )
    assert isinstance(posted, MessagePosted)
    assert (posted.seq, posted.text, posted.sender_name, posted.sent_at) == (
        1,
        "Are dogs welcome?",
        "Zoë Lindqvist",
        at(5),
    )


def test_an_operator_opens_an_empty_thread_from_a_booking() -> None:
    conversation = Conversation()

    (opened,) = conversation.when(open_thread())

    assert isinstance(opened, ThreadOpened)
    assert (conversation.thread.last_seq, conversation.thread.last_message_at) == (0, None)


def test_opening_a_thread_again_only_says_that_it_is_open() -> None:
    conversation = Conversation()
    (opened,) = conversation.when(open_thread(time=at(1)))

    again = conversation.when(open_thread(time=at(9)))

    assert (again, conversation.outcome) == ([opened], Outcome.REPEATED)


def test_reading_is_possible_while_messaging_is_off() -> None:
    conversation = Conversation().given(post())
    conversation.state.switches = {}

    (read,) = conversation.when(mark_read(1))

    assert isinstance(read, ThreadRead)


def test_unread_counts_the_other_sides_messages_after_the_mark() -> None:
    conversation = Conversation().given(post(), post(), post(by=OPERATOR), post(), post())

    assert (conversation.thread.operator_unread, conversation.thread.customer_unread) == (2, 0)


def test_without_a_mark_everything_of_the_other_side_is_unread() -> None:
    conversation = Conversation().given(post(by=OPERATOR), post(by=OPERATOR))

    assert (conversation.thread.customer_unread, conversation.thread.operator_unread) == (2, 0)


def test_reading_up_to_a_message_leaves_the_later_ones_unread() -> None:
    conversation = Conversation().given(post(), post(), post())

    (read,) = conversation.when(mark_read(2, time=at(7)))

    assert read == ThreadRead(
        booking_id="booking-1",
        thread_id=THREAD,
        location_id="lisbon",
        side=SenderType.OPERATOR,
        read_seq=2,
        read_at=at(7),
        unread=1,
    )
    assert conversation.thread.operator_unread == 1


def test_the_customers_mark_counts_operators_messages() -> None:
    conversation = Conversation().given(
        post(), post(by=OPERATOR), post(by=OPERATOR), post(by=OPERATOR)
    )

    (read,) = conversation.when(mark_read(3, by=CUSTOMER))

    assert isinstance(read, ThreadRead)
    assert (read.side, read.unread) == (SenderType.CUSTOMER, 1)
    assert conversation.thread.customer_unread == 1


def test_a_read_mark_said_again_with_another_number_is_another_event() -> None:
    conversation = Conversation().given(post(time=at(1)))
    reading = mark_read(1, time=at(2))
    (first,) = conversation.when(reading)
    conversation.when(post(time=at(3)))

    (again,) = conversation.when(reading)

    assert isinstance(first, ThreadRead)
    assert isinstance(again, ThreadRead)
    assert (first.unread, again.unread) == (0, 1)
    assert dict(to_record(first).headers)["ce_id"] != dict(to_record(again).headers)["ce_id"]


def test_read_marks_only_move_forward() -> None:
    conversation = Conversation().given(post(), post(), mark_read(2, time=at(5)))

    (said_again,) = conversation.when(mark_read(1, time=at(6)))

    assert isinstance(said_again, ThreadRead)
    assert (said_again.read_seq, said_again.read_at) == (2, at(5))
    assert (conversation.outcome, conversation.thread.operator_unread) == (Outcome.REPEATED, 0)


def test_a_mark_past_the_end_reads_everything_there_is() -> None:
    conversation = Conversation().given(post(), post())

    (read,) = conversation.when(mark_read(99))

    assert isinstance(read, ThreadRead)
    assert read.read_seq == 2


def test_reading_a_thread_that_is_not_there_is_rejected() -> None:
    assert reason_of(Conversation().when(mark_read(1))) is RejectionReason.UNKNOWN_THREAD


def test_marking_unread_brings_back_the_customers_newest_message() -> None:
    conversation = Conversation().given(
        post(), post(), post(by=OPERATOR, time=at(1)), mark_read(3, time=at(2))
    )

    (unread,) = conversation.when(mark_unread(time=at(9)))

    assert isinstance(unread, ThreadMarkedUnread)
    assert (unread.read_seq, unread.unread, unread.marked_at) == (1, 1, at(9))
    assert conversation.thread.operator_unread == 1


def test_marking_unread_changes_nothing_when_there_is_something_unread_already() -> None:
    conversation = Conversation().given(post(), post())

    conversation.when(mark_unread(time=at(9)))

    assert (conversation.outcome, conversation.thread.operator_unread) == (Outcome.REPEATED, 2)


def test_a_thread_without_customer_messages_cannot_become_unread() -> None:
    conversation = Conversation().given(post(by=OPERATOR))

    conversation.when(mark_unread(time=at(9)))

    assert (conversation.outcome, conversation.thread.operator_unread) == (Outcome.REPEATED, 0)


def test_a_reading_from_before_the_marking_as_unread_does_not_undo_it() -> None:
    conversation = Conversation().given(post(), mark_read(1, time=at(1)), mark_unread(time=at(5)))

    conversation.when(mark_read(1, time=at(3)))

    assert (conversation.outcome, conversation.thread.operator_unread) == (Outcome.REPEATED, 1)


def test_the_whole_log_read_again_changes_nothing() -> None:
    log = [
        post(time=at(0)),
        post(by=OPERATOR, time=at(1)),
        post(time=at(2)),
        mark_read(3, time=at(3)),
        mark_unread(time=at(4)),
        mark_read(2, by=CUSTOMER, time=at(5)),
    ]
    conversation = Conversation().given(*log)
    before = conversation.thread

    outcomes = []
    for command in log:
        conversation.when(command)
        outcomes.append(conversation.outcome)

    assert conversation.thread == before
    assert outcomes == [Outcome.REPEATED] * len(log)
