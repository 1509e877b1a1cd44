"""Settings of a secured Kafka, and settings whose value stands in a file."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection

SASL: dict[str, Any] = {"kafka_security_protocol": "SASL_SSL", "kafka_username": "us"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({**SASL}, "BOOKING_CHAT_KAFKA_PASSWORD is missing"),
        ({"kafka_security_protocol": "SASL_SSL"}, "BOOKING_CHAT_KAFKA_USERNAME is missing"),
        (
            {"kafka_security_protocol": "SASL_SSL", "kafka_sasl_mechanism": "OAUTHBEARER"},
            "BOOKING_CHAT_KAFKA_OAUTH_TOKEN_URL is missing",
        ),
        ({"kafka_tls_key_file": "/key"}, "BOOKING_CHAT_KAFKA_TLS_CERTIFICATE_FILE is missing"),
        (
            {
                **SASL,
                "kafka_password": "secret",
                "kafka_security_protocol": "SASL_PLAINTEXT",
                "kafka_sasl_mechanism": "PLAIN",
            },
            "would send the password or token unencrypted",
        ),
        ({"kafka_security_protocol": "sasl-ssl"}, "PLAINTEXT"),
    ],
)
def test_what_is_missing_is_named(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        ServiceConfig(**settings)


def test_a_certificate_that_cannot_be_read_is_named() -> None:
    config = ServiceConfig(kafka_security_protocol="SSL", kafka_tls_ca_file="/nowhere/ca.pem")

    with pytest.raises(ValueError, match="BOOKING_CHAT_KAFKA_TLS_CA_FILE cannot be used"):
        kafka_connection(config)


def test_a_connection_shows_no_password() -> None:
    config = ServiceConfig(**SASL, kafka_password="hunter2-of-a-test")

    assert "hunter2" not in f"{config!r} {kafka_connection(config)!r}"


def test_every_setting_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    password, port = tmp_path / "password", tmp_path / "port"
    password.write_text("secret\n")
    port.write_text("8123\n")
    monkeypatch.setenv("BOOKING_CHAT_KAFKA_PASSWORD_FILE", str(password))
    monkeypatch.setenv("BOOKING_CHAT_HTTP_PORT_FILE", str(port))

    config = ServiceConfig(**SASL)

    assert config.kafka_password is not None
    assert config.kafka_password.get_secret_value() == "secret"
    assert config.http_port == 8123


def test_an_empty_name_of_a_file_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOKING_CHAT_KAFKA_PASSWORD_FILE", "")

    assert ServiceConfig().kafka_password is None


def test_a_file_that_cannot_be_read_is_named_and_a_value_given_twice_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "missing"
    monkeypatch.setenv("BOOKING_CHAT_KAFKA_PASSWORD_FILE", str(missing))
    with pytest.raises(ValueError, match=f"BOOKING_CHAT_KAFKA_PASSWORD_FILE={missing}"):
        ServiceConfig()

    monkeypatch.setenv("BOOKING_CHAT_KAFKA_PASSWORD", "secret")
    with pytest.raises(ValueError, match="are both set") as refused:
        ServiceConfig()
    assert "secret" not in str(refused.value)


def test_a_development_secret_from_a_file_does_not_start_in_production(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "password"
    file.write_text("development-only password")
    monkeypatch.setenv("BOOKING_CHAT_KAFKA_PASSWORD_FILE", str(file))

    with pytest.raises(ValidationError, match="holds a development secret"):
        ServiceConfig()
    assert ServiceConfig(environment=Environment.DEVELOPMENT).kafka_password is not None
