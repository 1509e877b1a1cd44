"""What an operator may see and change. Pure."""

from http import HTTPStatus
from typing import assert_never

from booking_chat.service.http.problems import Problem, not_found
from operator_gateway.access.operator import Operator, Role


def require_location(operator: Operator, location_id: str, what: str = "location") -> None:
    """Raises Problem 404: a location of others is as one that does not exist.

    `what` is what was asked for, when that is a conversation or booking of the location: in the
    core's own words, so that nobody can tell the two answers apart.
    """
    if location_id not in operator.locations:
        raise not_found(what)


def require_administrator(operator: Operator, location_id: str) -> None:
    """Raises Problem 403 `administrators-only`, or 404 for a location of others."""
    require_location(operator, location_id)
    match operator.role:
        case Role.ADMINISTRATOR:
            return
        case Role.STANDARD:
            raise Problem(
                HTTPStatus.FORBIDDEN,
                "administrators-only",
                "Only administrators may do this.",
                "Ask an administrator of this location.",
            )
        case _:
            assert_never(operator.role)
