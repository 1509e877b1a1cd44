from typing import Annotated

from pydantic import Field

from booking_chat.service.config import ServiceConfig


class PortalConfig(ServiceConfig):
    """`session_secret` signs customers' cookies; `cookie_secure` is off only without TLS."""

    core_url: str
    settings_url: str
    portal_link_jwks_url: str
    session_secret: Annotated[str, Field(min_length=32, repr=False)]
    cookie_secure: bool = True
