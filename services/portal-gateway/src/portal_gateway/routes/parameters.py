"""What requests of a customer carry: the session, and the booking that is meant."""

from typing import Annotated

from fastapi import Cookie, Header

from portal_gateway.sign_in.session import COOKIE, MEANT

SessionCookie = Annotated[str | None, Cookie(alias=COOKIE)]
MeantBooking = Annotated[str | None, Header(alias=MEANT)]
