"""Settings that hold secrets never show them: not in an error, not in a log line, not in repr."""

import os
import subprocess
import sys
from typing import Any

import pytest
from pydantic import ValidationError

from booking_chat.gateway.app import GatewayConfig
from booking_chat.service.config import Environment
from booking_chat.service.storage.mongo import connect, masked
from notifier.config import NotifierConfig
from operator_gateway.config import OperatorConfig

SECRET = "hunter2-hunter2-hunter2-hunter2-hunter2"
URLS: dict[str, Any] = {
    "core_url": "http://core",
    "settings_url": "http://s",
    "notifier_url": "http://n",
}
OIDC: dict[str, Any] = {
    "dashboard_url": "https://desk.example",
    "oidc_issuer": "https://login.example",
    "oidc_audience": "desk",
    "oidc_jwks_url": "https://login.example/jwks",
    "oidc_authorization_url": "https://login.example/authorize",
    "oidc_token_url": "https://login.example/token",
    "oidc_client_id": "desk",
}
PAGES: dict[str, Any] = {
    "dashboard_url": "https://desk.example",
    "portal_url": "https://chat.example",
}


def test_no_secret_is_in_what_a_configuration_shows_of_itself() -> None:
    operator = OperatorConfig(
        **URLS,
        **OIDC,
        session_secret=SECRET,
        oidc_client_secret=SECRET,
        mongo_url=f"mongodb://us:{SECRET}@db",
    )
    notifier = NotifierConfig(
        **PAGES,
        smtp_host="mail.example",
        mail_from="a@chat.example",
        smtp_user="us",
        smtp_password=SECRET,
        portal_link_token=SECRET,
    )

    assert SECRET not in f"{operator!r} {operator} {notifier!r} {notifier}"


@pytest.mark.parametrize(
    "settings",
    [
        {"session_secret": SECRET, "http_port": "none"},
        {"session_secret": SECRET[:20]},
        {"session_secret": f"development-only {SECRET}"},
        {"session_secret": SECRET, "mongo_url": f"mongodb://us:{SECRET} development-only@db"},
        {"session_secret": SECRET, "fault_point": SECRET},
    ],
)
def test_no_secret_is_in_the_error_of_a_setting_that_will_not_do(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        GatewayConfig(**URLS, **settings)

    assert "hunter2" not in str(refused.value)


def test_a_development_secret_is_found_behind_its_mask() -> None:
    with pytest.raises(ValidationError, match="SESSION_SECRET holds a development secret"):
        GatewayConfig(**URLS, session_secret="development-only-secret-that-everybody-knows")

    development = GatewayConfig(
        **URLS,
        session_secret="development-only-secret-that-everybody-knows",
        environment=Environment.DEVELOPMENT,
    )
    assert development.session_secret.get_secret_value().startswith("development-only")


@pytest.mark.parametrize(
    "service", ["portal_gateway", "operator_gateway", "notifier", "chat_core", "settings_service"]
)
def test_a_service_that_cannot_start_prints_no_secret(service: str) -> None:
    secrets = (
        "SESSION_SECRET",
        "SERVICE_SECRET",
        "OIDC_CLIENT_SECRET",
        "SMTP_PASSWORD",
        "PORTAL_LINK_TOKEN",
    )
    environment = {
        **os.environ,
        **{f"BOOKING_CHAT_{name}": SECRET for name in secrets},
        "BOOKING_CHAT_MONGO_URL": f"mongodb://us:{SECRET}/@db:port",
        "BOOKING_CHAT_HTTP_PORT": "none",
    }

    ended = subprocess.run(  # noqa: S603 - our own service
        [sys.executable, "-m", f"{service}.main"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode != 0
    assert "http_port" in ended.stderr
    assert "hunter2" not in ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("mongodb://db:27017/?replicaSet=rs0", "mongodb://db:27017/"),
        ("mongodb://us:hush@db-1,db-2/chat?w=1", "mongodb://us:***@db-1,db-2/chat"),
        ("mongodb+srv://us:hu%40sh@db.example", "mongodb+srv://us:***@db.example"),
        ("mongodb://us@db/", "mongodb://us:***@db/"),
        ("mongodb://us:hu@sh@db/", "mongodb://us:***@db/"),
        ("mongodb://us:hu/sh@db/", "mongodb://***"),
        ("mongodb://us:hu?sh@db/", "mongodb://***"),
        ("mongodb://db/?tlsCertificateKeyFilePassword=hu@sh", "mongodb://***"),
        ("mongodb://db/?tlsCertificateKeyFilePassword=hush", "mongodb://db/"),
        ("us:hush@db", "mongodb://***"),
    ],
)
def test_an_address_is_shown_without_password_and_options(url: str, shown: str) -> None:
    assert masked(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        "mongodb://us:hush/hush@db:27017/",
        "mongodb://us:hush@hush@db",
        "mongodb://us:hush@db:hush",
        "mongodb://us:hush@db/?replicaSet",
        "us:hush@db",
    ],
)
async def test_an_address_that_cannot_be_read_is_not_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="percent-encoded") as refused:
        connect(url)

    assert "us:hush" not in f"{refused.value!r} {refused.value.__cause__!r}"
    assert refused.value.__suppress_context__
