"""What an audit says: each thing that is wrong, with its place, and whether all holds."""

from collections import Counter
from enum import StrEnum
from typing import Self

from pydantic import computed_field

from booking_chat.contracts.base import Contract

MAX_KEPT = 1_000
"""Findings that are kept word for word; all are counted, so that memory stays small."""


class Kind(StrEnum):
    """Kinds of damage. Stable: scripts may look for them."""

    MESSAGE_UNREADABLE = "message-unreadable"
    MESSAGE_ID_NOT_DERIVED = "message-id-not-derived"
    MESSAGE_WITHOUT_THREAD = "message-without-thread"
    MESSAGE_IN_WRONG_THREAD = "message-in-wrong-thread"
    SEQ_GAP = "seq-gap"
    WRONG_RUNNING_COUNT = "wrong-running-count"
    THREAD_UNREADABLE = "thread-unreadable"
    THREAD_ID_NOT_DERIVED = "thread-id-not-derived"
    WRONG_LAST_SEQ = "wrong-last-seq"
    WRONG_THREAD_FIELD = "wrong-thread-field"
    WRONG_READ_MARK = "wrong-read-mark"
    WRONG_UNREAD = "wrong-unread"
    EVENT_MISSING = "event-missing"
    EVENT_DIFFERS = "event-differs"
    EVENT_UNREADABLE = "event-unreadable"
    EVENT_OUT_OF_ORDER = "event-out-of-order"
    EVENT_WITHOUT_MESSAGE = "event-without-message"
    POSITION_DOES_NOT_ADD_UP = "position-does-not-add-up"
    POSITION_AHEAD_OF_LOG = "position-ahead-of-log"
    COMMANDS_NEVER_COUNTED = "commands-never-counted"
    DEAD_LETTERS_DO_NOT_MATCH = "dead-letters-do-not-match"
    OUTCOMES_DO_NOT_MATCH = "outcomes-do-not-match"


class Finding(Contract):
    """One thing that is wrong. `topic`, `partition` and `offset` say where in Kafka, if it is."""

    kind: Kind
    detail: str
    thread_id: str | None = None
    seq: int | None = None
    message_id: str | None = None
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None

    def __str__(self) -> str:
        places = (
            ("thread", self.thread_id),
            ("seq", self.seq),
            ("message", self.message_id),
            ("topic", self.topic),
            ("partition", self.partition),
            ("offset", self.offset),
        )
        where = ", ".join(f"{name} {place}" for name, place in places if place is not None)
        return f"{self.kind}: {self.detail}" + (f" ({where})" if where else "")


class Findings:
    """Collects findings: the first ones word for word, all of them as numbers."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.counts: Counter[Kind] = Counter()

    def add(self, *findings: Finding) -> None:
        for finding in findings:
            self.counts[finding.kind] += 1
            if len(self.kept) < MAX_KEPT:
                self.kept.append(finding)

    def take_over(self, others: Self) -> None:
        """Adds what somebody else has collected."""
        self.counts += others.counts
        self.kept += others.kept[: MAX_KEPT - len(self.kept)]


class Account(Contract):
    """Promise 7 for one partition of the current command log.

    accepted = stored + repeated + rejected + dead_lettered + parked + recovered + missing
    + in_flight. `first` is the offset where counting began, `next` the first one that is not
    decided, `end` the end of the log.
    """

    partition: int
    first: int
    next: int
    end: int
    accepted: int
    stored: int
    repeated: int
    rejected: int
    dead_lettered: int
    parked: int
    recovered: int
    missing: int
    in_flight: int


class AuditReport(Contract):
    """What was looked at and what came out.

    `events` counts records of `MessagePosted`, copies too. `events_on_their_way` are messages
    whose commands are not committed yet: chat-core is about to publish them, or does so when
    it starts again. `not_checked` says what could not be claimed, and why.
    """

    threads: int
    messages: int
    rejections: int
    events: int
    events_on_their_way: int
    accounts: list[Account]
    not_checked: list[str]
    counts: dict[Kind, int]
    findings: list[Finding]

    @computed_field  # type: ignore[prop-decorator] # mypy takes none above a property
    @property
    def holds(self) -> bool:
        """Nothing is wrong."""
        return not self.counts
