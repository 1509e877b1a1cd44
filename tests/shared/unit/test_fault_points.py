"""A process can be made to end at a named place, and only on purpose."""

import signal
import subprocess
import sys

import pytest
from pydantic import ValidationError

from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.fault_points import fault_point, no_fault

SCRIPT = """
import sys
from booking_chat.service.fault_points import fault_point, no_fault

reach = fault_point(sys.argv[1], ["here", "there"])
for _ in range(3):
    reach("there")
    print("passed", flush=True)
    reach("here")
"""


@pytest.mark.parametrize(
    ("chosen", "passed", "ended_by"),
    [
        ("there", 0, signal.SIGKILL),
        ("here", 1, signal.SIGKILL),
        ("here:2", 3, signal.SIGKILL),
        ("there:1:TERM", 1, signal.SIGTERM),
    ],
)
def test_the_process_ends_at_the_chosen_place_after_the_chosen_passes(
    chosen: str, passed: int, ended_by: signal.Signals
) -> None:
    ran = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", SCRIPT, chosen], capture_output=True, text=True, check=False
    )

    assert (ran.stdout.split(), ran.returncode) == (["passed"] * passed, -ended_by)


def test_without_a_choice_nothing_happens() -> None:
    assert fault_point(None, ["here"]) is no_fault


def test_a_place_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault point 'elsewhere', only here, there"):
        fault_point("elsewhere", ["here", "there"])


def test_production_refuses_to_start_with_a_fault_point() -> None:
    with pytest.raises(ValidationError, match="production has none"):
        ServiceConfig(environment=Environment.PRODUCTION, fault_point="before-load")


def test_development_may_have_one() -> None:
    config = ServiceConfig(environment=Environment.DEVELOPMENT, fault_point="before-load")

    assert config.fault_point == "before-load"
