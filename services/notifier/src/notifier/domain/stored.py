"""The base of everything that the notifier stores: immutable, camelCase in MongoDB."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Stored(BaseModel):
    """A document, or a part of one. Readers ignore fields that a later version added."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        frozen=True,
        extra="ignore",
        # An error's text ends in logs, where values do not belong.
        hide_input_in_errors=True,
    )

    def document(self) -> dict[str, Any]:
        """What is stored: a field of the model under its name there."""
        return self.model_dump(by_alias=True)

    def updated(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return self.model_copy(update=changes)
