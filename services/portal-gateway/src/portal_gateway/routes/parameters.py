"""What requests of a customer carry: the session, and the booking that is meant."""

from typing import Annotated

from fastapi import Cookie, Depends, Header, Request

from portal_gateway.sign_in.session import COOKIE, MEANT, Carried

MeantBooking = Annotated[str | None, Header(alias=MEANT)]


def carried_by(request: Request) -> Carried:
    return Carried(request.cookies, request.headers.get(MEANT))


async def _carried(
    request: Request,
    # Both are read above; they are named here for the OpenAPI document.
    _cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None,
    _meant: MeantBooking = None,
) -> Carried:
    return carried_by(request)


FromCustomer = Annotated[Carried, Depends(_carried)]
