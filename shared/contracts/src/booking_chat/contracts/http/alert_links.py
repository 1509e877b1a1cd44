"""What follows from the links in the notifier's emails: whoever holds the token may do it."""

from typing import Annotated

from pydantic import StringConstraints

from booking_chat.contracts.base import StrictContract, TolerantContract

LinkToken = Annotated[
    str, StringConstraints(min_length=1, max_length=1024, pattern=r"^[A-Za-z0-9._~-]+$")
]
"""What the notifier put into a link; opaque to everybody else."""


class FollowedLink(StrictContract):
    token: LinkToken


class LinkEffect(TolerantContract):
    """`address` is the one that was verified, or that gets no more emails of this kind."""

    address: str
