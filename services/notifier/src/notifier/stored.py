"""The ground rules of everything that the notifier keeps: immutable, camelCase in MongoDB."""

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
    )

    def document(self) -> dict[str, Any]:
        """What is stored: a field of the model under its name there."""
        return self.model_dump(by_alias=True)

    def but(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return self.model_copy(update=changes)
