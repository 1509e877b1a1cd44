"""The pages' types of the HTTP interface are made from the gateways' OpenAPI documents."""

import subprocess
import sys
from pathlib import Path

from devstack.contracts.documents import FOLDER
from devstack.contracts.openapi import GATEWAYS

PORTAL_TYPES = "web/src/client/gateway/portal.generated.ts"
OPERATOR_TYPES = "web/src/dashboard/model/gateway/operator.generated.ts"


def stale_types(documents: Path) -> list[str]:
    """The complaints about committed types that are not what these documents say."""
    npm = [sys.executable, "-m", "devstack", "npm", "--prefix", "codegen", "run", "--silent"]
    check = subprocess.run(  # noqa: S603 - our own script
        [*npm, "check", str(documents)],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = check.stderr.splitlines()
    assert (check.returncode == 0) == (complaints == []), check.stderr
    return complaints


def documents_with(folder: Path, *, field: str, renamed: str) -> Path:
    """The committed documents, but with a field of another name."""
    for name in GATEWAYS:
        text = (FOLDER / name).read_text()
        (folder / name).write_text(text.replace(f'"{field}"', f'"{renamed}"'))
    return folder


def test_the_pages_types_are_what_the_documents_say() -> None:
    assert stale_types(FOLDER) == []


def test_types_of_before_a_change_are_named_with_their_document(tmp_path: Path) -> None:
    changed = documents_with(tmp_path, field="confirmationCode", renamed="code")

    assert stale_types(changed) == [
        f"{PORTAL_TYPES} is not what openapi-portal.json says: run `make contracts`",
        f"{OPERATOR_TYPES} is not what openapi-operator.json says: run `make contracts`",
    ]
