"""Who changes something, as the gateway established it: for histories, and for telling them.

Between gateway and notifier every change is `{"by": …, "wanted": …}`.
"""

from typing import Annotated, Generic, TypeVar

from pydantic import StringConstraints

from booking_chat.contracts.base import StrictContract
from booking_chat.contracts.values import Id

Wanted = TypeVar("Wanted")


class ActingOperator(StrictContract):
    """`name` is null when the account has none, `email` when the login service tells none."""

    operator_id: Id
    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    email: Annotated[str, StringConstraints(max_length=254)] | None = None


class Act(StrictContract):
    """Something done by an operator that needs no more saying."""

    by: ActingOperator


class Wish(Act, Generic[Wanted]):
    """Something done by an operator, as they want it."""

    wanted: Wanted
