from booking_chat.gateway.app import GatewayConfig


class PortalConfig(GatewayConfig):
    """`portal_link_jwks_url`: where the keys are that check the links of customers."""

    portal_link_jwks_url: str
