"""The OpenAPI documents of both gateways, as the gateways themselves write them."""

import json
import subprocess
import sys
from typing import Any

from devstack.contracts.release import project_version
from devstack.contracts.schemas import with_names_of_the_wire

Json = dict[str, Any]

GATEWAYS = {"openapi-portal.json": "portal_gateway", "openapi-operator.json": "operator_gateway"}
"""The package of each gateway by the name of its document."""


def openapi_documents() -> dict[str, Json]:
    """By file name. Asks each gateway in a process of its own, for the devstack imports none."""
    return {name: _document_of(package) for name, package in GATEWAYS.items()}


def _document_of(package: str) -> Json:
    answer = subprocess.run(
        [sys.executable, "-m", f"{package}.openapi"], capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise RuntimeError(f"{package} does not write its OpenAPI document:\n{answer.stderr}")
    document: Json = with_names_of_the_wire(json.loads(answer.stdout))
    # As in the other documents: what is installed may still have the version before.
    document["info"]["version"] = project_version()
    return document
