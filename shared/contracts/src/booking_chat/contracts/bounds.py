"""The bounds of every contract, and the texts that are cut to theirs (docs/adr/0019).

A bound holds for whatever comes in and whatever is made new. What was stored before a bound
existed is read with `AS_STORED` and keeps its value, to the byte.
"""

from enum import Enum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from booking_chat.contracts.texts import beginning, normalised, trimmed

MAX_SEQ = 2**31 - 1
"""No thread gets that long; beyond it no store could hold the number."""
MAX_ATTRIBUTE_LENGTH = 256
"""Characters of a CloudEvents attribute: `ce_id`, `ce_type`, `ce_source`."""
MAX_SHOWN_LENGTH = 200
"""Characters of a text that people read: names of customers, staff and activities."""
MAX_CODE_LENGTH = 128
"""Characters of a confirmation code."""
MAX_EMAIL_LENGTH = 254
"""Source: RFC 5321, 4.5.3.1.3, less the angle brackets."""
MAX_TIME_ZONE_LENGTH = 64

_ELLIPSIS = "…"


class Reading(Enum):
    """A pydantic validation context: how a contract is read."""

    AS_STORED = "as-stored"


AS_STORED = Reading.AS_STORED


def is_stored(info: ValidationInfo) -> bool:
    """Whether the value comes from our own store, so that later bounds do not apply."""
    return info.context is AS_STORED


def cut(text: str, limit: int = MAX_SHOWN_LENGTH) -> str:
    """The text, or where it is longer its beginning and an ellipsis: `limit` code points at most.

    What a person sees as one character stays whole.
    """
    if len(text) <= limit:
        return text
    return beginning(text, limit - len(_ELLIPSIS)) + _ELLIPSIS


def _cut_to(limit: int) -> AfterValidator:
    def cut_to_limit(text: str, info: ValidationInfo) -> str:
        return text if is_stored(info) else cut(text, limit)

    return AfterValidator(cut_to_limit)


def _at_most(limit: int) -> AfterValidator:
    def refuse_longer(text: str, info: ValidationInfo) -> str:
        if len(text) > limit and not is_stored(info):
            raise ValueError(f"must have at most {limit} characters")
        return text

    return AfterValidator(refuse_longer)


def _usable_email(email: Any, info: ValidationInfo) -> Any:
    """None for what is no address: better a booking without one than no booking."""
    if is_stored(info) or not isinstance(email, str):
        return email
    address = normalised(email)
    whole = trimmed(email)
    usable = address and len(address) <= MAX_EMAIL_LENGTH and whole.isprintable()
    return address if usable and " " not in address else None


def _taken_in(text: Any, info: ValidationInfo) -> Any:
    return normalised(text) if isinstance(text, str) and not is_stored(info) else text


def _taken_in_if_any(text: Any, info: ValidationInfo) -> Any:
    taken = _taken_in(text, info)
    return None if taken == "" and not is_stored(info) else taken


TakenIn = BeforeValidator(_taken_in)
"""A text of others is normalised where it comes in; what is stored stays as it is."""
TakenInIfAny = BeforeValidator(_taken_in_if_any)
"""The same for an optional one: a text that shows nothing is none."""


def _text(limit: int, description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "maxLength": limit, "description": description})


ShownText = Annotated[
    str, _cut_to(MAX_SHOWN_LENGTH), _text(MAX_SHOWN_LENGTH, "A longer one is cut.")
]
"""A text for people to read. What is too long is cut, never refused."""

ShownCode = Annotated[str, _cut_to(MAX_CODE_LENGTH), _text(MAX_CODE_LENGTH, "A longer one is cut.")]
"""A confirmation code as it is passed on: an old booking's may be longer than codes are now."""

Code = Annotated[
    str,
    _at_most(MAX_CODE_LENGTH),
    TakenIn,
    _text(MAX_CODE_LENGTH, "A longer one is refused. Without visible characters there is none."),
]
"""A confirmation code as it comes in. One that was cut would be another code."""

GivenText = Annotated[
    str,
    _cut_to(MAX_SHOWN_LENGTH),
    TakenIn,
    _text(MAX_SHOWN_LENGTH, "A longer one is cut. Without visible characters it is empty."),
]
"""A text for people as others give it: normalised, and cut where it is too long."""

GivenTextIfAny = Annotated[GivenText | None, TakenInIfAny]
"""An optional one: null where it has nothing to see."""

Attribute = Annotated[
    str, _at_most(MAX_ATTRIBUTE_LENGTH), _text(MAX_ATTRIBUTE_LENGTH, "A CloudEvents attribute.")
]
"""A CloudEvents attribute that an event repeats."""

CustomerEmail = Annotated[
    Annotated[
        str, _text(MAX_EMAIL_LENGTH, "One that is longer or not printable counts as missing.")
    ]
    | None,
    BeforeValidator(_usable_email),
]
"""An address as the booking platform has it, null where there is none that can be used."""
