"""A call of a webhook as a JSON Schema: what is around the event that it carries."""

from typing import Any

from booking_chat.contracts.alerts import DESTINATION_TEST

Json = dict[str, Any]

_TEXT = {"type": "string"}


def webhook_headers() -> Json:
    return _object(
        {
            "webhook-id": {**_TEXT, "description": "The same at every attempt."},
            "webhook-timestamp": {
                **_TEXT,
                "pattern": "^[0-9]+$",
                "description": "Seconds since 1970.",
            },
            "webhook-signature": {
                **_TEXT,
                "description": "One `v1,…` for each valid secret, separated by spaces.",
            },
        }
    )


def webhook_body(event_type: Json, data: Json, *, sample: bool | None) -> Json:
    """A CloudEvent in structured mode. `sample`: whether it is one, None where both may be."""
    marked = {"sample": {"const": True, "description": f"Only of a `{DESTINATION_TEST}`."}}
    attributes = {
        "specversion": {"const": "1.0"},
        "id": {**_TEXT, "description": "The same at every attempt, as is `webhook-id`."},
        "type": event_type,
        "source": _TEXT,
        "time": {**_TEXT, "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        **({} if sample is False else marked),
        "data": data,
    }
    return _object(attributes, optional=set() if sample else {"sample"})


def webhook_call() -> Json:
    """Any call, whatever event it carries: what receivers count on beyond the events' schemas."""
    call = {
        "headers": webhook_headers(),
        "body": webhook_body(_TEXT, {"type": "object"}, sample=None),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A call of a webhook",
        **_object(call),
    }


def _object(properties: Json, *, optional: set[str] | None = None) -> Json:
    required = [name for name in properties if name not in (optional or ())]
    return {"type": "object", "properties": properties, "required": required}
