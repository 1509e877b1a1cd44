"""Optional values of others: one that cannot be used counts as missing, and refuses no record."""

import re
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema

from booking_chat.contracts.bounds import cut, is_stored
from booking_chat.contracts.texts import normalised, normalised_lines, trimmed

MAX_PHONE_LENGTH = 64
MAX_NOTE_LENGTH = 2000
MAX_LINK_LENGTH = 2048
MAX_PARTY_SIZE = 100_000
MAX_CONTACT_LINES = 3
MAX_CONTACT_LENGTH = 120

_LINK = re.compile(r"[\x21-\x7e]+")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def _phone(text: str) -> str | None:
    """None for one that is too long: one that was cut would be another number."""
    phone = normalised(text)
    return phone if 0 < len(phone) <= MAX_PHONE_LENGTH else None


def _note(text: str) -> str | None:
    return cut(normalised_lines(text), MAX_NOTE_LENGTH) or None


def _link(text: str) -> str | None:
    """None for what a page must not lead to: `javascript:` and all else but http and https."""
    link = trimmed(text)
    if not _LINK.fullmatch(link) or len(link) > MAX_LINK_LENGTH:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    return link


def _identifier(text: str) -> str | None:
    identifier = normalised(text)
    return identifier if 0 < len(identifier) <= 128 else None


def _colour(text: str) -> str | None:
    colour = trimmed(text).lower()
    return colour if _COLOUR.fullmatch(colour) else None


def _party_size(size: Any, info: ValidationInfo) -> Any:
    if is_stored(info) or not isinstance(size, int):
        return size
    return size if 1 <= size <= MAX_PARTY_SIZE and not isinstance(size, bool) else None


def _contact(lines: Any, info: ValidationInfo) -> Any:
    if is_stored(info) or not isinstance(lines, list | tuple):
        return lines
    texts = [line for line in lines if isinstance(line, str)]
    shown = [cut(line, MAX_CONTACT_LENGTH) for line in map(normalised, texts) if line]
    return shown[:MAX_CONTACT_LINES] or None


def _usable(take_in: Callable[[str], str | None]) -> BeforeValidator:
    def usable(text: Any, info: ValidationInfo) -> Any:
        return text if is_stored(info) or not isinstance(text, str) else take_in(text)

    return BeforeValidator(usable)


def _text(limit: int, description: str, **more: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "maxLength": limit, "description": description, **more}
    )


_UNUSABLE = "One that cannot be used counts as missing."

Phone = Annotated[Annotated[str, _text(MAX_PHONE_LENGTH, _UNUSABLE)] | None, _usable(_phone)]
Note = Annotated[
    Annotated[str, _text(MAX_NOTE_LENGTH, "May have several lines. A longer one is cut.")] | None,
    _usable(_note),
]
Link = Annotated[
    Annotated[str, _text(MAX_LINK_LENGTH, f"An http or https URL. {_UNUSABLE}")] | None,
    _usable(_link),
]
Identifier = Annotated[Annotated[str, _text(128, _UNUSABLE)] | None, _usable(_identifier)]
"""What another system calls something; shown, never looked up."""
Colour = Annotated[
    Annotated[str, _text(7, f"As #rrggbb. {_UNUSABLE}")] | None,
    _usable(_colour),
]
PartySize = Annotated[
    Annotated[
        int,
        WithJsonSchema(
            {
                "type": "integer",
                "minimum": 1,
                "maximum": MAX_PARTY_SIZE,
                "description": _UNUSABLE,
            }
        ),
    ]
    | None,
    BeforeValidator(_party_size),
]
ContactLine = Annotated[str, _text(MAX_CONTACT_LENGTH, "A longer one is cut.")]
Contact = Annotated[
    Annotated[tuple[ContactLine, ...], Field(json_schema_extra={"maxItems": MAX_CONTACT_LINES})]
    | None,
    BeforeValidator(_contact),
]
"""How a location can be reached, in lines. More than three are cut."""
