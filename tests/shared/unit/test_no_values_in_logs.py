"""Canaries: what somebody wrote is in no log line, no header of a dead letter and no metric."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.envelope import Undecodable, decode
from booking_chat.contracts.field_errors import fields_and_kinds
from booking_chat.service.errors import described, trace_of
from devstack.paths import CHECKOUT
from support import canaries
from support.canaries import EMAIL, TEXT, WORDS, bad_bookings, bad_commands, changed, failures
from support.logged_records import LoggedRecord


@dataclass(frozen=True, slots=True)
class Written:
    """All that a process wrote, and its parts."""

    whole: str
    lines: list[dict[str, Any]]
    others: dict[str, Any]


@pytest.fixture(scope="module")
def written() -> Written:
    """In a process of its own: logging is configured once in a process's life."""
    ran = subprocess.run(  # noqa: S603 - a module of these tests
        [sys.executable, "-m", canaries.__name__],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    *lines, others = ran.stdout.splitlines()
    return Written(ran.stdout + ran.stderr, [json.loads(one) for one in lines], json.loads(others))


def test_the_canaries_were_let_in_everywhere(written: Written) -> None:
    said = Counter(line["event"] for line in written.lines)
    bad, failed = len(bad_commands()) + len(bad_bookings()), len(failures())

    assert written.others["letters"] == said["record set aside"] == bad
    assert said["batch waits"] == said["stored document cannot be read"] == failed
    assert said["unexpected error"] == len(written.others["parked"]) == failed
    assert said["command accepted"] == 1
    assert 'status="422"' in written.others["metrics"]


def test_nothing_of_them_is_written(written: Written) -> None:
    text = written.whole.lower()

    assert [word for word in WORDS if word in text] == []


def test_what_is_written_still_says_which_field_and_what_is_wrong_with_it(
    written: Written,
) -> None:
    details = [line["detail"] for line in written.lines if line["event"] == "record set aside"]

    assert details == [
        "text: string_too_long",
        "text: string_type; (a name): extra_forbidden",
        "clientMessageId: string_pattern_mismatch",
        "body: json_invalid",
        "the key is not the one that the body names",
        "ce_type is not known here",
        "ce_time is not an RFC 3339 time from 1970 to 2200",
        "customer.email: string_type",
        "startTime: datetime_from_date_parsing",
        "note: string_type",
    ]


def test_an_unknown_field_is_named_where_its_name_is_one() -> None:
    record = changed("MarkRead", colour="blue")
    decoded = decode(LoggedRecord(0, record.key, record.value, record.headers), COMMANDS)

    assert decoded == Undecodable("bad-body", "colour: extra_forbidden")


class Many(BaseModel):
    numbers: list[int]


def test_of_many_errors_the_first_ten_are_told() -> None:
    with pytest.raises(ValidationError) as refused:
        Many.model_validate({"numbers": [TEXT] * 12})

    told = fields_and_kinds(refused.value).split("; ")
    assert told == [*(f"numbers.{n}: int_parsing" for n in range(10)), "and 2 more"]


def test_errors_that_quote_what_they_are_about_are_told_without_it() -> None:
    assert [described(failure) for failure in failures()] == [
        "BulkWriteError(1 failed with the codes [121])",
        "DuplicateKeyError(there is one already with the same email)",
        "ValidationError(Guest: email: int_parsing)",
        "UnicodeEncodeError()",
        "UnicodeDecodeError()",
    ]
    assert described(KeyError("lastSeq")) == "KeyError('lastSeq')"


def test_a_trace_has_what_led_to_the_error_and_all_that_failed_together() -> None:
    def fails() -> None:
        try:
            raise failures()[2]
        except ValidationError as error:
            raise ExceptionGroup(
                "together", [LookupError("the first"), OSError(5, "the second")]
            ) from error

    with pytest.raises(ExceptionGroup) as raised:
        fails()
    trace = trace_of(raised.value)

    assert trace.count("Traceback (most recent call last):") == 2
    assert "in fails\n" in trace
    assert trace.index("ValidationError(Guest: email: int_parsing)") < trace.index("direct cause")
    assert trace.splitlines()[-4:] == [
        "  1 of 2 in the group:",
        "  LookupError('the first')",
        "  2 of 2 in the group:",
        "  OSError(5, 'the second')",
    ]
    assert EMAIL not in trace


def test_no_log_line_tells_an_error_in_its_own_words() -> None:
    """A canary finds what somebody thought of; this finds the line that is written next."""
    own_words = re.compile(r"\berror=(repr|str)\(|own mistake: \{error!r\}")
    # It has the system's text about a port, before anybody has sent anything.
    known = {"shared/service/src/booking_chat/service/app.py"}

    found = {
        str(path.relative_to(CHECKOUT))
        for folder in ("shared", "services")
        for path in (CHECKOUT / folder).rglob("*.py")
        if own_words.search(path.read_text())
    }
    assert found == known
