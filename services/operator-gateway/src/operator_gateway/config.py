from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from booking_chat.gateway import GatewayConfig


def _origin(url: str) -> str:
    """The URL without the `/` at its end, if it names a place and nothing in it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be http(s)://host or http(s)://host:port")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        raise ValueError("must have no path, query, fragment or user")
    return url.rstrip("/").lower()


class OperatorConfig(GatewayConfig):
    """`oidc_*`: the login service.

    Bearer tokens are for `oidc_audience`. Browsers sign in as `oidc_client_id`: they are sent to
    `oidc_authorization_url`, and come back to `/auth/callback` at `dashboard_url`. A client
    without a secret is a public one.
    """

    dashboard_url: Annotated[str, AfterValidator(_origin)]
    oidc_issuer: str
    oidc_audience: str
    oidc_jwks_url: str
    oidc_authorization_url: str
    oidc_token_url: str
    oidc_client_id: str
    oidc_client_secret: Annotated[str | None, Field(min_length=1, repr=False)] = None
    oidc_scope: str = "openid profile email"
    staff_session_minutes: Annotated[int, Field(gt=0)] = 8 * 60

    @property
    def staff_session_lifetime(self) -> timedelta:
        return timedelta(minutes=self.staff_session_minutes)
