"""The services by name, as they call themselves to each other."""

from enum import StrEnum


class ServiceName(StrEnum):
    PORTAL_GATEWAY = "portal-gateway"
    OPERATOR_GATEWAY = "operator-gateway"
    CHAT_CORE = "chat-core"
    SETTINGS = "settings"
    NOTIFIER = "notifier"
