"""An operator, and what is known of one. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from booking_chat.contracts.base import TolerantContract
from booking_chat.contracts.bounds import TakenInIfAny
from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.settings import SettingsOperator
from booking_chat.contracts.values import Id, Sender, SenderType


class Role(StrEnum):
    STANDARD = "standard"
    ADMINISTRATOR = "administrator"


class Location(TolerantContract):
    """A location that an operator may see; name and time zone as far as the token says."""

    id: Id
    name: Annotated[str | None, TakenInIfAny] = None
    time_zone: Annotated[str | None, TakenInIfAny] = None


@dataclass(frozen=True, slots=True)
class Operator:
    """`name` and `email` are None when the account has none; `locations` by id."""

    operator_id: str
    name: str | None
    role: Role
    locations: dict[str, Location]
    expires_at: datetime
    email: str | None = None

    @property
    def sender(self) -> Sender:
        return Sender(
            sender_type=SenderType.OPERATOR, sender_id=self.operator_id, sender_name=self.name
        )

    @property
    def acting(self) -> ActingOperator:
        """Who is named in a history, and may be told of what comes of it."""
        return ActingOperator(operator_id=self.operator_id, name=self.name, email=self.email)

    @property
    def changing_settings(self) -> SettingsOperator:
        """Who is named in the history of a location's switches."""
        return SettingsOperator(operator_id=self.operator_id, name=self.name)
