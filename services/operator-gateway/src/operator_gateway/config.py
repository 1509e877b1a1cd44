from booking_chat.gateway import GatewayConfig


class OperatorConfig(GatewayConfig):
    """`oidc_*`: who issues staff's tokens, for whom, and where the keys to check them are."""

    oidc_issuer: str
    oidc_audience: str
    oidc_jwks_url: str
