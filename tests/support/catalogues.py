"""Catalogues of texts, rendered whole."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from booking_chat.contracts.languages import Language

NAME = "★"
"""Stands for a name: a letter of no language."""


def rendered(
    catalogue: Any, arguments: Mapping[str, tuple[Any, ...]], path: str = ""
) -> dict[str, str]:
    """Every text by the path of its field.

    `arguments` are those of a text's function by its field's name; other functions get `NAME`.
    """
    texts: dict[str, str] = {}
    for each in fields(catalogue):
        value, place = getattr(catalogue, each.name), f"{path}{each.name}"
        if is_dataclass(value):
            texts |= rendered(value, arguments, f"{place}.")
        elif callable(value):
            texts[place] = value(*arguments.get(each.name, (NAME,)))
        elif not isinstance(value, Language):
            texts[place] = value
    return texts
