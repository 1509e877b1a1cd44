"""One thread counted again from its messages: promises 1, 2 and 6. Pure.

Messages are given one by one in the order of their seqs, so that a thread of any length
takes the same memory.
"""

from datetime import datetime
from typing import Any

from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.values import SenderType, is_preview, preview
from booking_chat.service.errors import described
from booking_chat.service.storage.mongo import Document
from chat_core.domain.thread import ReadMark, Thread
from chat_core.storage.documents import message_event, thread_of
from chat_tools.audit.findings import Finding, Findings, Kind


class Recount:
    """Counts along; `findings` are complete once `close` was called.

    `document` is the stored thread, None when there is none.
    """

    def __init__(self, of: str, document: Document | None) -> None:
        self.thread_id = of
        self.findings = Findings()
        self.messages = 0
        self._document = document
        self._thread = self._read(document)
        self._last_seq = 0
        self._customer_count = 0
        self._running_count = 0
        self._last_customer_seq = 0
        self._last_message_at: datetime | None = None
        self._newest_text: str | None = None
        self._counts_at_mark = dict.fromkeys(SenderType, 0)

    def add(self, message: Document) -> None:
        self.messages += 1
        try:
            event = message_event(message)
            stored_count = int(message["customerCount"])
        except (KeyError, TypeError, ValueError) as error:
            self._found(Kind.MESSAGE_UNREADABLE, described(error)[:300], message)
            return
        by_customer = event.sender_type is SenderType.CUSTOMER
        self._check_ids(message)
        missing = event.seq - self._last_seq - 1
        if missing != 0:
            self._found(Kind.SEQ_GAP, f"the seq after {self._last_seq} is {event.seq}", message)
        self._check_running_count(message, stored_count, event.sender_type, max(missing, 0))
        self._last_seq = event.seq
        self._last_message_at = event.sent_at
        self._newest_text = event.text
        if by_customer:
            self._customer_count += 1
            self._last_customer_seq = event.seq
            for side in SenderType:
                mark = self._thread.mark_of(side) if self._thread else ReadMark()
                self._counts_at_mark[side] += event.seq <= mark.seq

    def close(self) -> Findings:
        """Compares the thread with the recount; gives all findings of the thread."""
        if self._document is None and self.messages:
            self._found(Kind.MESSAGE_WITHOUT_THREAD, f"{self.messages} messages have no thread")
        if self._thread is not None and self._document is not None:
            self._check_thread(self._thread, self._document)
        return self.findings

    def _read(self, document: Document | None) -> Thread | None:
        if document is None:
            return None
        try:
            return thread_of(document)
        except (KeyError, TypeError, ValueError) as error:
            self._found(Kind.THREAD_UNREADABLE, f"{type(error).__name__}: {error}"[:300])
            return None

    def _expected_preview(self, stored: str | None) -> str | None:
        """What is stored, where any version would have stored it."""
        text = self._newest_text
        if text is None:
            return None
        return stored if is_preview(stored, text) else preview(text)

    def _check_ids(self, message: Document) -> None:
        if message["_id"] != message_id(self.thread_id, message["clientMessageId"]):
            detail = "the id does not follow from the thread and the client's message id"
            self._found(Kind.MESSAGE_ID_NOT_DERIVED, detail, message)
        if thread_id(message["bookingId"]) != self.thread_id:
            detail = f"the booking {message['bookingId']} has another thread"
            self._found(Kind.MESSAGE_IN_WRONG_THREAD, detail, message)

    def _check_running_count(
        self, message: Document, stored: int, side: SenderType, missing: int
    ) -> None:
        """A gap may hide customer messages: after it, the stored count is taken when it can be."""
        expected = self._running_count + (side is SenderType.CUSTOMER)
        if missing and expected <= stored <= expected + missing:
            expected = stored
        if stored != expected:
            detail = f"customerCount is {stored}, a recount gives {expected}"
            self._found(Kind.WRONG_RUNNING_COUNT, detail, message)
        self._running_count = expected

    def _check_thread(self, thread: Thread, document: Document) -> None:
        if thread_id(thread.booking_id) != self.thread_id:
            detail = f"the id does not follow from the booking {thread.booking_id}"
            self._found(Kind.THREAD_ID_NOT_DERIVED, detail)
        self._compare(Kind.WRONG_LAST_SEQ, "lastSeq", thread.last_seq, self._last_seq)
        recounted = (
            ("customerCount", thread.customer_count, self._customer_count),
            ("lastCustomerSeq", thread.last_customer_seq, self._last_customer_seq),
            ("lastMessageAt", thread.last_message_at, self._last_message_at),
            ("activityAt", document.get("activityAt"), self._last_message_at or thread.opened_at),
            ("preview", thread.preview, self._expected_preview(thread.preview)),
        )
        for name, stored, expected in recounted:
            self._compare(Kind.WRONG_THREAD_FIELD, name, stored, expected)
        for side, name in (
            (SenderType.OPERATOR, "operatorRead"),
            (SenderType.CUSTOMER, "customerRead"),
        ):
            mark, count = thread.mark_of(side), self._counts_at_mark[side]
            label = f"{name}.customerCount"
            self._compare(Kind.WRONG_READ_MARK, label, mark.customer_count, count)
            if not 0 <= mark.seq <= self._last_seq:
                detail = f"{name}.seq is {mark.seq}, the last seq is {self._last_seq}"
                self._found(Kind.WRONG_READ_MARK, detail)
        unread = self._customer_count - self._counts_at_mark[SenderType.OPERATOR]
        self._compare(Kind.WRONG_UNREAD, "operatorUnread", document.get("operatorUnread"), unread)

    def _compare(self, kind: Kind, name: str, stored: Any, expected: Any) -> None:
        if stored != expected:
            self._found(kind, f"{name} is {stored!s}, a recount gives {expected!s}")

    def _found(self, kind: Kind, detail: str, message: Document | None = None) -> None:
        place = message or {}
        seq = place.get("seq")
        self.findings.add(
            Finding(
                kind=kind,
                detail=detail,
                thread_id=self.thread_id,
                seq=seq if isinstance(seq, int) else None,
                message_id=str(place["_id"]) if message else None,
            )
        )
