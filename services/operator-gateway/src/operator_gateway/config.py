from datetime import timedelta
from typing import Annotated

from pydantic import Field, SecretStr

from booking_chat.gateway.app import GatewayConfig
from booking_chat.service.http.origin import Origin


class OperatorConfig(GatewayConfig):
    """`oidc_*`: the login service.

    Bearer tokens are for `oidc_audience`. Browsers sign in as `oidc_client_id`: they are sent to
    `oidc_authorization_url`, and come back to `/auth/callback` at `dashboard_url`. A client
    without a secret is a public one.
    """

    dashboard_url: Origin
    oidc_issuer: str
    oidc_audience: str
    oidc_jwks_url: str
    oidc_authorization_url: str
    oidc_token_url: str
    oidc_client_id: str
    oidc_client_secret: Annotated[SecretStr | None, Field(min_length=1)] = None
    oidc_scope: str = "openid profile email"
    staff_session_minutes: Annotated[int, Field(gt=0)] = 8 * 60

    @property
    def staff_session_lifetime(self) -> timedelta:
        return timedelta(minutes=self.staff_session_minutes)
