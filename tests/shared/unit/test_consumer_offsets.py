"""Where a consumer goes on: the lower of what its store notes and what Kafka has committed."""

import pytest

from booking_chat.service.messaging.consumer_offsets import resume_point
from booking_chat.service.messaging.continuity import Continuity, Follows, LogFacts, Rewind

SEVEN_OF_TEN = LogFacts(committed=7, start=2, end=100)
NOTHING_COMMITTED = LogFacts(committed=None, start=2, end=100)


@pytest.mark.parametrize(
    ("noted", "facts", "store_is_empty", "expected"),
    [
        pytest.param(7, SEVEN_OF_TEN, False, Follows(), id="both agree"),
        pytest.param(5, SEVEN_OF_TEN, False, Rewind(5), id="a restored backup"),
        pytest.param(9, SEVEN_OF_TEN, False, Follows(), id="handled, not committed"),
        pytest.param(1, SEVEN_OF_TEN, False, Rewind(2), id="older than the log"),
        pytest.param(None, SEVEN_OF_TEN, True, Rewind(2), id="a lost store"),
        pytest.param(None, SEVEN_OF_TEN, False, Follows(), id="filled before notes were kept"),
        pytest.param(None, NOTHING_COMMITTED, True, Follows(), id="the first start"),
    ],
)
def test_a_consumer_reads_again_what_its_store_lacks(
    noted: int | None, facts: LogFacts, *, store_is_empty: bool, expected: Continuity
) -> None:
    assert resume_point(noted, facts, store_is_empty=store_is_empty) == expected
