"""One partition of the event log, record by record: which copies are right, which come late."""

from booking_chat.envelope import OutgoingRecord
from booking_chat.service.mongo import Document
from chat import at, post
from chat_core.audit.copies import HighestSeqs, PartitionCopies
from chat_core.audit.findings import Kind
from chat_core.documents import message_document, message_event
from chat_core.emission import to_record
from conversation import THREAD, Conversation
from memory_core import LoggedRecord

Place = tuple[Kind, int | None, int | None]


def talk(length: int) -> list[Document]:
    conversation = Conversation()
    for second in range(length):
        conversation.when(post(f"{second}", time=at(second)))
    return [message_document(posted) for posted in conversation.state.posted.values()]


def logged(offset: int, record: OutgoingRecord) -> LoggedRecord:
    return LoggedRecord(offset, record.key, record.value, record.headers, topic="events")


def read(messages: list[Document], seqs: list[int]) -> tuple[PartitionCopies, list[Place]]:
    """Reads a log that has the events of these seqs; gives kind, seq and offset of findings."""
    stored = {message["_id"]: message for message in messages}
    copies = PartitionCopies()
    found = []
    for offset, seq in enumerate(seqs):
        record = to_record(message_event(messages[seq - 1]))
        found += copies.check(logged(offset, record), stored)
    return copies, [(finding.kind, finding.seq, finding.offset) for finding in found]


def test_copies_may_come_at_any_time_after_the_first_one() -> None:
    copies, found = read(talk(4), [1, 2, 1, 3, 2, 3, 4, 1])

    assert found == []
    assert copies.missing() == []


def test_a_first_copy_after_a_later_message_comes_late() -> None:
    copies, found = read(talk(5), [1, 5, 3, 2, 3, 4])

    assert found == [
        (Kind.EVENT_OUT_OF_ORDER, 3, 2),
        (Kind.EVENT_OUT_OF_ORDER, 2, 3),
        (Kind.EVENT_OUT_OF_ORDER, 4, 5),
    ]
    assert copies.missing() == []


def test_what_was_passed_over_and_never_came_is_missing() -> None:
    copies, found = read(talk(7), [2, 6, 4, 7])

    assert found == [(Kind.EVENT_OUT_OF_ORDER, 4, 2)]
    assert copies.missing() == [(THREAD, 1, 1), (THREAD, 3, 3), (THREAD, 5, 5)]


def test_an_event_without_a_readable_id_is_named_with_its_offset() -> None:
    record = OutgoingRecord(b"booking-1", b"{}", [("ce_id", b"\xff")])

    (finding,) = PartitionCopies().check(logged(7, record), {})

    assert (finding.kind, finding.offset) == (Kind.EVENT_UNREADABLE, 7)


def test_the_highest_seq_of_a_thread_is_known_across_partitions() -> None:
    highest = HighestSeqs()
    highest.add({hash("a"): 3, hash("b"): 9})
    highest.add({hash("c"): 1})
    highest.add({})

    assert [highest.of(thread) for thread in "abcd"] == [3, 9, 1, 0]
