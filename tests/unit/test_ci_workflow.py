"""The CI workflow runs what `.ci/run` runs."""

import re

from devstack.paths import CHECKOUT

SCRIPT = (CHECKOUT / ".ci" / "run").read_text()
WORKFLOW = (CHECKOUT / ".github" / "workflows" / "ci.yml").read_text()


def test_jobs_call_every_part_and_no_other() -> None:
    jobs = re.findall(r"^ +parts: (.+)$", WORKFLOW, re.MULTILINE)
    parts = re.findall(r"^part_(\w+)\(\)", SCRIPT, re.MULTILINE)

    assert {part for job in jobs for part in job.split()} == set(parts)


def test_without_arguments_every_part_is_run() -> None:
    default = re.search(r"^PARTS=\$\{\*:-([\w ]+)\}$", SCRIPT, re.MULTILINE)
    parts = re.findall(r"^part_(\w+)\(\)", SCRIPT, re.MULTILINE)

    assert default is not None
    assert default[1].split() == parts
