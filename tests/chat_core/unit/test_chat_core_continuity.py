"""A gap before a partition's records is never jumped."""

import pytest

from booking_chat.service.messaging.continuity import Continuity, Follows, LogFacts, Rewind, Stop
from chat_core.domain.continuity import StopReason, continuity, leaves_a_gap
from chat_core.domain.position import Position

AT_TEN = Position(first=0, next=10, stored=10)


def facts(committed: int | None, start: int, end: int = 100) -> LogFacts:
    return LogFacts(committed, start, end)


@pytest.mark.parametrize(
    ("position", "first", "said", "expected"),
    [
        pytest.param(None, 0, facts(None, 0), Follows(), id="a new log"),
        pytest.param(None, 0, facts(0, 0), Follows(), id="an idle partition"),
        pytest.param(None, 7, facts(None, 7), Follows(), id="an old log"),
        pytest.param(None, 7, facts(None, 3), Rewind(3), id="begun too late"),
        pytest.param(None, 0, facts(9, 0), Follows(), id="an older log's commit"),
        pytest.param(AT_TEN, 10, facts(10, 0), Follows(), id="what comes next"),
        pytest.param(AT_TEN, 4, facts(4, 0), Follows(), id="a batch again"),
        pytest.param(AT_TEN, 12, facts(9, 0), Rewind(10), id="jumped ahead"),
    ],
)
def test_records_that_the_log_still_has_are_read_from_where_the_store_ends(
    position: Position | None, first: int, said: LogFacts, expected: Continuity
) -> None:
    assert continuity(position, first, said) == expected


@pytest.mark.parametrize(
    ("position", "first", "said", "reason"),
    [
        pytest.param(
            AT_TEN,
            15,
            facts(15, 0),
            StopReason.STORE_BEHIND,
            id="a backup",
        ),
        pytest.param(
            None,
            15,
            facts(15, 0),
            StopReason.STORE_BEHIND,
            id="a lost store",
        ),
        pytest.param(
            None,
            15,
            facts(15, 15),
            StopReason.STORE_BEHIND,
            id="and log",
        ),
        pytest.param(
            AT_TEN,
            20,
            facts(10, 20),
            StopReason.COMMANDS_MISSING,
            id="expired",
        ),
        pytest.param(AT_TEN, 4, facts(4, 0, end=8), StopReason.LOG_BEHIND, id="old Kafka"),
    ],
)
def test_what_was_published_or_has_expired_stops_the_partition(
    position: Position | None, first: int, said: LogFacts, reason: StopReason
) -> None:
    found = continuity(position, first, said)

    assert isinstance(found, Stop)
    assert found.reason is reason
    remedy = "docs/backup.md" if reason is StopReason.LOG_BEHIND else "booking-chat recover"
    assert remedy in found.detail


def test_kafka_is_asked_only_where_a_gap_may_be() -> None:
    asked = [leaves_a_gap(position, first) for position, first in ((AT_TEN, 9), (AT_TEN, 10))]

    assert asked == [False, False]
    assert leaves_a_gap(AT_TEN, 11)
    assert leaves_a_gap(None, 0)
