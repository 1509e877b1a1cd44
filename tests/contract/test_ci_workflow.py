"""The CI workflow runs what `.ci/run` runs."""

import re

from devstack.paths import CHECKOUT

SCRIPT = (CHECKOUT / ".ci" / "run").read_text()
WORKFLOW = (CHECKOUT / ".github" / "workflows" / "ci.yml").read_text()
PARTS = re.findall(r"^part_(\w+)\(\)", SCRIPT, re.MULTILINE)
HALVES = {"all": {"tests", "slow"}}
"""A part that does the work of others, for one machine."""


def smallest(parts: str) -> set[str]:
    return set().union(*(HALVES.get(part, {part}) for part in parts.split()))


def test_jobs_call_every_part() -> None:
    jobs = re.findall(r"^ +parts: (.+)$", WORKFLOW, re.MULTILINE)

    assert smallest(" ".join(jobs)) == set(PARTS) - set(HALVES)


def test_without_arguments_every_part_is_run() -> None:
    default = re.search(r"^PARTS=\$\{\*:-([\w ]+)\}$", SCRIPT, re.MULTILINE)

    assert default is not None
    assert smallest(default[1]) == set(PARTS) - set(HALVES)
