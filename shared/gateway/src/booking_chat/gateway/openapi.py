"""A gateway's OpenAPI document, with the live events that FastAPI cannot describe."""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from booking_chat.gateway.live.event import LIVE_CONTRACTS
from booking_chat.service.http.problems import PROBLEM_SCHEMA

_SCHEMAS = "#/components/schemas/{model}"
_PROBLEM = "Problem"
_LIVE_EVENT = "LiveEvent"


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """What `/openapi.json` answers, with the schema of each live event, and of all as one union.

    That of problems stands once: FastAPI repeats it for every status of every route.
    """
    document: dict[str, Any] = _with_reference_to_problem(app.openapi())
    _, events = models_json_schema(
        [(contract, "serialization") for contract in LIVE_CONTRACTS.values()],
        ref_template=_SCHEMAS,
    )
    components = document["components"]
    named = {
        **events["$defs"],
        **components["schemas"],
        _LIVE_EVENT: _live_event_schema(),
        _PROBLEM: PROBLEM_SCHEMA,
    }
    components["schemas"] = dict(sorted(named.items()))
    return document


def _live_event_schema() -> dict[str, Any]:
    """The closed set of live events, so that a client's types can tell when one is new."""
    return {
        "description": (
            "One event of a `text/event-stream`: `type` is what its `event` line says, `data` the"
            " JSON of its `data` line."
        ),
        "anyOf": [
            {
                "type": "object",
                "properties": {
                    "type": {"type": "string", "const": name},
                    "data": {"$ref": _SCHEMAS.format(model=contract.__name__)},
                },
                "required": ["type", "data"],
            }
            for name, contract in LIVE_CONTRACTS.items()
        ],
    }


def _with_reference_to_problem(part: Any) -> Any:
    if part == PROBLEM_SCHEMA:
        return {"$ref": _SCHEMAS.format(model=_PROBLEM)}
    if isinstance(part, dict):
        return {name: _with_reference_to_problem(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_with_reference_to_problem(value) for value in part]
    return part
