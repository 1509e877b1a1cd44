from booking_chat.service.config import ServiceConfig


class OperatorConfig(ServiceConfig):
    """`oidc_*`: who issues staff's tokens, for whom, and where the keys to check them are."""

    core_url: str
    settings_url: str
    oidc_issuer: str
    oidc_audience: str
    oidc_jwks_url: str
