"""The processes of a system on one machine: their programs, ports and settings. Pure."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from devstack.paths import PAGES
from devstack.processes import Process, StartError

AUDIENCE = "booking-chat"
CLIENT_ID = "booking-chat-dashboard"
MAIL_FROM = "alerts@booking-chat.example"
IDENTITY = "identity"
CATCHER = "catcher"
CATCHER_SMTP = "catcher-smtp"
"""No process of its own: where the catcher takes emails."""
DEVELOPMENT = (IDENTITY, CATCHER)
"""What stands in for the world around the services."""
_MODULES = {
    IDENTITY: "devstack.identity",
    CATCHER: "devstack.catcher.main",
    "settings": "settings_service.main",
    "chat-core": "chat_core.main",
    "notifier": "notifier.main",
    "portal-gateway": "portal_gateway.main",
    "operator-gateway": "operator_gateway.main",
}
SERVICES = tuple(name for name in _MODULES if name not in DEVELOPMENT)
_PORT_VARIABLES = {
    IDENTITY: "BOOKING_CHAT_IDENTITY_PORT",
    CATCHER: "BOOKING_CHAT_CATCHER_PORT",
    CATCHER_SMTP: "BOOKING_CHAT_CATCHER_SMTP_PORT",
    "settings": "BOOKING_CHAT_SETTINGS_PORT",
    "chat-core": "BOOKING_CHAT_CORE_PORT",
    "notifier": "BOOKING_CHAT_NOTIFIER_PORT",
    "portal-gateway": "BOOKING_CHAT_PORTAL_PORT",
    "operator-gateway": "BOOKING_CHAT_DASHBOARD_PORT",
}


@dataclass(frozen=True, slots=True)
class Engines:
    """Where the engines are."""

    mongo_url: str
    kafka_bootstrap: str
    kafka_idempotence: bool


@dataclass(frozen=True, slots=True)
class Secrets:
    """What guards sessions in cookies, and what services know each other by."""

    session: str = field(repr=False)
    service: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The port of each process on 127.0.0.1, and the one that its metrics are on."""

    ports: Mapping[str, int]
    metrics_ports: Mapping[str, int]

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def metrics_url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.metrics_ports[name]}"


def choose_ports(
    environment: Mapping[str, str], free_port: Callable[[], int], is_free: Callable[[int], bool]
) -> Addresses:
    """Ports as `BOOKING_CHAT_<NAME>_PORT` asks for them, the others free ones.

    Raises StartError for a port that somebody has taken.
    """
    taken: set[int] = set()

    def another_port() -> int:
        while (port := free_port()) in taken:
            pass
        taken.add(port)
        return port

    ports = {}
    for name, variable in _PORT_VARIABLES.items():
        given = environment.get(variable)
        ports[name] = int(given) if given else another_port()
        if given and not is_free(ports[name]):
            raise StartError(f"{name} cannot have port {given} ({variable}): it is taken")
    return Addresses(ports, {name: another_port() for name in _MODULES})


def development_processes(addresses: Addresses, identity_folder: Path, logs: Path) -> list[Process]:
    """Identity provider and catcher, none of them started."""
    identity = {
        "OIDC_ISSUER": addresses.url(IDENTITY),
        "OIDC_AUDIENCE": AUDIENCE,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "PORTAL_URL": addresses.url("portal-gateway"),
        "DASHBOARD_URL": addresses.url("operator-gateway"),
        "IDENTITY_FOLDER": str(identity_folder),
    }
    catcher = {"CATCHER_SMTP_PORT": str(addresses.ports[CATCHER_SMTP])}
    return [
        _process(IDENTITY, addresses, identity, logs),
        _process(CATCHER, addresses, catcher, logs),
    ]


def service_processes(
    addresses: Addresses, engines: Engines, given: Secrets, logs: Path
) -> list[Process]:
    """The five services, none of them started."""
    identity = addresses.url(IDENTITY)
    common = {
        "KAFKA_BOOTSTRAP": engines.kafka_bootstrap,
        "KAFKA_IDEMPOTENCE": str(engines.kafka_idempotence).lower(),
        "MONGO_URL": engines.mongo_url,
        "CORE_URL": addresses.url("chat-core"),
        "SETTINGS_URL": addresses.url("settings"),
        "NOTIFIER_URL": addresses.url("notifier"),
        "SERVICE_SECRET": given.service,
    }
    gateways = {
        "SESSION_SECRET": given.session,
        "COOKIE_SECURE": "false",
        "PAGES_FOLDER": str(PAGES),
    }
    own = {
        "notifier": {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(addresses.ports[CATCHER_SMTP]),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": MAIL_FROM,
            "ALERTS_ALLOW_PRIVATE": "true",
            "DASHBOARD_URL": addresses.url("operator-gateway"),
            "PORTAL_URL": addresses.url("portal-gateway"),
            "PORTAL_LINK_URL": f"{identity}/demo/links",
        },
        "portal-gateway": {
            **gateways,
            "PORTAL_LINK_JWKS_URL": f"{identity}/portal-links/jwks.json",
        },
        "operator-gateway": {
            **gateways,
            "OIDC_ISSUER": identity,
            "OIDC_AUDIENCE": AUDIENCE,
            "OIDC_JWKS_URL": f"{identity}/jwks.json",
            "OIDC_AUTHORIZATION_URL": f"{identity}/authorize",
            "OIDC_TOKEN_URL": f"{identity}/token",
            "OIDC_CLIENT_ID": CLIENT_ID,
            "DASHBOARD_URL": addresses.url("operator-gateway"),
        },
    }
    return [_process(name, addresses, {**common, **own.get(name, {})}, logs) for name in SERVICES]


def _process(name: str, addresses: Addresses, settings: Mapping[str, str], logs: Path) -> Process:
    everybodys = {
        "ENVIRONMENT": "development",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(addresses.ports[name]),
        "METRICS_PORT": str(addresses.metrics_ports[name]),
    }
    return Process(
        name,
        [sys.executable, "-m", _MODULES[name]],
        logs / f"{name}.log",
        {f"BOOKING_CHAT_{key}": value for key, value in {**everybodys, **settings}.items()},
    )
