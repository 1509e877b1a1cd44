"""The session that the dashboard keeps: an encrypted cookie, and nothing kept on this side."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from booking_chat.contracts.base import StrictContract
from booking_chat.contracts.values import Id
from booking_chat.service.http.jose import NumericDate
from operator_gateway.access.operator import Location, Operator, Role
from operator_gateway.sign_in.cookie_cipher import CookieCipher, UndecipherableCookieError

MAX_COOKIE_BYTES = 4096
"""What browsers keep of a cookie at least, its name and attributes included."""
_ROOM_FOR_ATTRIBUTES = 256


class SessionTooLargeError(Exception):
    """An operator of more locations than a cookie can name."""


class SessionOverError(Exception):
    """A cookie that is not ours, or whose time is over."""


class _Content(StrictContract):
    """Locations as id, name and time zone."""

    sub: Id
    name: str | None
    email: str | None
    role: Role
    locations: list[tuple[Id, str | None, str | None]]
    exp: NumericDate


@dataclass(frozen=True, slots=True)
class StaffSessions:
    """`lifetime` counts from signing in; what staff may do is asked anew when it is over."""

    cipher: CookieCipher
    lifetime: timedelta
    clock: Callable[[], datetime]

    def begin(self, operator: Operator) -> tuple[Operator, str]:
        """The operator for as long as the session lasts, and the cookie's value.

        Raises SessionTooLargeError.
        """
        lasting = replace(operator, expires_at=self.clock() + self.lifetime)
        value = self.cipher.encrypt(_content(lasting).model_dump(mode="json"))
        if len(value) > MAX_COOKIE_BYTES - _ROOM_FOR_ATTRIBUTES:
            raise SessionTooLargeError(f"{len(operator.locations)} locations do not fit")
        return lasting, value

    def operator(self, cookie: str) -> Operator:
        """Raises SessionOverError."""
        try:
            content = _Content.model_validate(self.cipher.decrypt(cookie))
        except (UndecipherableCookieError, ValidationError) as error:
            raise SessionOverError from error
        operator = _operator(content)
        if operator.expires_at <= self.clock():
            raise SessionOverError
        return operator


def _content(operator: Operator) -> _Content:
    return _Content(
        sub=operator.operator_id,
        name=operator.name,
        email=operator.email,
        role=operator.role,
        locations=[
            (location.id, location.name, location.time_zone)
            for location in operator.locations.values()
        ],
        exp=int(operator.expires_at.timestamp()),
    )


def _operator(content: _Content) -> Operator:
    return Operator(
        operator_id=content.sub,
        name=content.name,
        role=content.role,
        locations={
            id_: Location(id=id_, name=name, time_zone=time_zone)
            for id_, name, time_zone in content.locations
        },
        expires_at=datetime.fromtimestamp(content.exp, UTC),
        email=content.email,
    )
