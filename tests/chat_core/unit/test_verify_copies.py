"""The event log, copy by copy and thread by thread: which are right, which come late."""

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.service.storage.mongo import Document
from chat_core.domain.event_records import to_record
from chat_core.storage.documents import message_document, message_event
from chat_tools.audit.buffers import Copy, CopySpool, OffsetSpool
from chat_tools.audit.copies import Stretch, check_copy, check_log
from chat_tools.audit.findings import Finding, Kind
from support.chat import at, post
from support.conversation import THREAD, Conversation
from support.logged_records import LoggedRecord


def talk(length: int) -> list[Document]:
    conversation = Conversation()
    for second in range(length):
        conversation.when(post(f"{second}", time=at(second)))
    return [message_document(posted) for posted in conversation.state.posted.values()]


def logged(offset: int, record: OutgoingRecord) -> LoggedRecord:
    return LoggedRecord(offset, record.key, record.value, record.headers, topic="events")


def read(
    seqs: list[int], last_seq: int, partitions: list[int] | None = None
) -> tuple[list[tuple[int, int]], list[Stretch]]:
    """Reads a log that has the events of these seqs; gives seq and offset of findings, and gaps."""
    with CopySpool() as spool:
        places = enumerate(zip(seqs, partitions or [0] * len(seqs), strict=True))
        spool.add((THREAD, Copy(seq, partition, offset)) for offset, (seq, partition) in places)
        ((thread, copies),) = ((of, list(copies)) for of, copies in spool.by_thread())
    said = list(check_log("events", thread, last_seq, copies))
    findings = [found for found in said if isinstance(found, Finding)]
    assert {finding.kind for finding in findings} <= {Kind.EVENT_OUT_OF_ORDER}
    late = [(finding.seq or 0, finding.offset or 0) for finding in findings]
    return sorted(late), sorted(found for found in said if isinstance(found, Stretch))


def test_copies_may_come_at_any_time_after_the_first_one() -> None:
    assert read([1, 2, 1, 3, 2, 3, 4, 1], last_seq=4) == ([], [])


def test_a_first_copy_after_a_later_message_comes_late() -> None:
    assert read([1, 5, 3, 2, 3, 4], last_seq=5) == ([(2, 3), (3, 2), (4, 5)], [])


def test_what_was_passed_over_and_never_came_is_missing() -> None:
    gaps = [Stretch(1, 1), Stretch(3, 3), Stretch(5, 5), Stretch(8, 9)]

    assert read([2, 6, 4, 7], last_seq=9) == ([(4, 2)], gaps)


def test_a_thread_without_any_event_lacks_all_of_them() -> None:
    assert list(check_log("events", THREAD, 3, [])) == [Stretch(1, 3)]
    assert list(check_log("events", THREAD, 0, [])) == []


def test_an_event_that_came_after_its_thread_was_read_is_not_held_against_it() -> None:
    assert read([1, 2, 3, 4], last_seq=2) == ([], [])


def test_events_of_one_thread_in_two_partitions_have_no_order() -> None:
    late, gaps = read([1, 2, 3, 3], last_seq=3, partitions=[0, 1, 0, 1])

    assert (late, gaps) == ([(2, 1), (3, 3)], [])


def test_copies_come_back_by_thread_in_the_order_of_their_ids_highest_seq_first() -> None:
    with CopySpool() as spool:
        spool.add([("b", Copy(1, 0, 4)), ("a", Copy(1, 2, 9)), ("b", Copy(2, 0, 5))])
        spool.add([("b", Copy(1, 0, 3)), ("a-", Copy(7, 1, 0)), ("é", Copy(1, 0, 0))])

        said = [(thread, list(copies)) for thread, copies in spool.by_thread()]

    assert said == [
        ("a", [Copy(1, 2, 9)]),
        ("a-", [Copy(7, 1, 0)]),
        ("b", [Copy(2, 0, 5), Copy(1, 0, 3), Copy(1, 0, 4)]),
        ("é", [Copy(1, 0, 0)]),
    ]


def test_an_offset_counts_once_and_within_its_bounds_only() -> None:
    with OffsetSpool() as offsets:
        for partition, offset in [(0, 3), (0, 3), (0, 4), (0, 9), (1, 3)]:
            offsets.add(partition, offset)

        assert offsets.count(0, 3, 9) == 2


def test_a_copy_that_is_its_message_to_the_byte_is_right() -> None:
    message, *_ = talk(1)
    record = to_record(message_event(message))

    assert check_copy(logged(7, record), {message["_id"]: message}) == []


def test_an_event_without_a_readable_id_is_named_with_its_offset() -> None:
    record = OutgoingRecord(b"booking-1", b"{}", [("ce_id", b"\xff")])

    (finding,) = check_copy(logged(7, record), {})

    assert (finding.kind, finding.offset) == (Kind.EVENT_UNREADABLE, 7)
