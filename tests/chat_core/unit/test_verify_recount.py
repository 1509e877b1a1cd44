"""A thread recounted from its messages, and the log's accounts: what must hold, and where not."""

import pytest

from booking_chat.contracts.values import CUSTOMER, Sender
from booking_chat.service.messaging.log_reader import Span
from booking_chat.service.storage.mongo import Document
from chat_core.domain.position import Position
from chat_core.storage.documents import message_document, thread_document
from chat_tools.audit.accounts import Letters, account, check_letters
from chat_tools.audit.findings import MAX_KEPT, Finding, Findings, Kind
from chat_tools.audit.recount import Recount
from support.chat import OPERATOR, at, mark_read, post
from support.conversation import THREAD, Conversation

SENDERS = [CUSTOMER, OPERATOR, CUSTOMER, CUSTOMER, OPERATOR, CUSTOMER]


def talk(senders: list[Sender] = SENDERS) -> tuple[Document, list[Document]]:
    """The documents of a thread and its messages, as the core leaves them."""
    conversation = Conversation()
    for second, sender in enumerate(senders):
        conversation.when(post(f"{second}", by=sender, time=at(second)))
    conversation.when(mark_read(4, time=at(100)))
    messages = [message_document(posted) for posted in conversation.state.posted.values()]
    return thread_document(conversation.thread), messages


def recount(thread: Document | None, messages: list[Document]) -> list[Finding]:
    counted = Recount(THREAD, thread)
    for message in messages:
        counted.add(message)
    return counted.close().kept


def test_a_thread_as_the_core_leaves_it_has_nothing_wrong() -> None:
    thread, messages = talk()

    assert recount(thread, messages) == []


def test_a_wrong_running_count_is_named_once_and_not_at_every_later_message() -> None:
    thread, messages = talk()
    messages[1]["customerCount"] = 7

    (finding,) = recount(thread, messages)

    assert (finding.kind, finding.seq) == (Kind.WRONG_RUNNING_COUNT, 2)


@pytest.mark.parametrize("deleted", range(5))
def test_a_missing_message_is_named_once_as_a_gap(deleted: int) -> None:
    thread, messages = talk()
    del messages[deleted]

    found = recount(thread, messages)

    gaps = [finding.seq for finding in found if finding.kind is Kind.SEQ_GAP]
    assert gaps == [deleted + 2]
    assert Kind.WRONG_RUNNING_COUNT not in {finding.kind for finding in found}


def test_a_message_of_another_booking_is_named() -> None:
    thread, messages = talk()
    messages[0]["bookingId"] = "booking-2"

    (finding,) = recount(thread, messages)

    assert (finding.kind, finding.seq) == (Kind.MESSAGE_IN_WRONG_THREAD, 1)


def test_a_thread_that_cannot_be_read_is_named() -> None:
    thread, messages = talk()
    del thread["operatorRead"]

    (finding,) = recount(thread, messages)

    assert (finding.kind, finding.thread_id) == (Kind.THREAD_UNREADABLE, THREAD)


def test_all_findings_are_counted_and_the_first_ones_kept() -> None:
    findings, others = Findings(), Findings()
    gap, late = (Finding(kind=kind, detail="") for kind in (Kind.SEQ_GAP, Kind.EVENT_MISSING))
    findings.add(*[gap] * (MAX_KEPT - 1))
    others.add(*[late] * (MAX_KEPT + 1))

    findings.take_over(others)
    findings.take_over(others)

    assert findings.kept == [*[gap] * (MAX_KEPT - 1), late]
    assert findings.counts == {Kind.SEQ_GAP: MAX_KEPT - 1, Kind.EVENT_MISSING: 2 * (MAX_KEPT + 1)}


def test_a_finding_says_its_place_in_words() -> None:
    finding = Finding(
        kind=Kind.EVENT_MISSING, detail="no event", thread_id="t", seq=3, partition=0, offset=7
    )

    assert str(finding) == "event-missing: no event (thread t, seq 3, partition 0, offset 7)"


def test_accepted_is_the_sum_of_all_that_commands_come_to() -> None:
    position = Position(first=2, next=12, stored=4, repeated=3, rejected=2, dead_lettered=1)

    books = account(0, position, Span(start=5, end=15))

    assert (books.accepted, books.in_flight) == (13, 3)
    outcomes = books.stored + books.repeated + books.rejected + books.dead_lettered
    assert books.accepted == outcomes + books.in_flight


@pytest.mark.parametrize(
    ("letters", "kinds"),
    [
        (Letters(1, complete=True, only_log=True), []),
        (Letters(0, complete=True, only_log=True), [Kind.DEAD_LETTERS_DO_NOT_MATCH]),
        (Letters(0, complete=False, only_log=True), []),
        (Letters(2, complete=True, only_log=True), [Kind.DEAD_LETTERS_DO_NOT_MATCH]),
        (Letters(2, complete=True, only_log=False), []),
    ],
)
def test_letters_are_compared_only_as_far_as_they_can_be(
    letters: Letters, kinds: list[Kind]
) -> None:
    position = Position(first=0, next=10, stored=9, dead_lettered=1)

    found = check_letters("commands", 0, position, letters)

    assert [finding.kind for finding in found] == kinds


def test_a_preview_that_an_earlier_version_cut_by_code_points_is_right_and_another_is_not() -> None:
    text = "x" * 79 + "🇵🇹 and more"
    conversation = Conversation()
    conversation.when(post(text, by=CUSTOMER, time=at(0)))
    thread = thread_document(conversation.thread)
    messages = [message_document(posted) for posted in conversation.state.posted.values()]

    assert thread["preview"] == "x" * 79
    assert recount(thread, messages) == []
    assert recount({**thread, "preview": text[:80]}, messages) == []
    (finding,) = recount({**thread, "preview": text[:81]}, messages)
    assert finding.kind == Kind.WRONG_THREAD_FIELD
