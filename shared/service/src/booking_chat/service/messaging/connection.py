"""How to reach Kafka, and as whom: said once, for every client of this process."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, assert_never

from aiokafka.abc import AbstractTokenProvider
from faststream.kafka.security import parse_security
from faststream.security import (
    BaseSecurity,
    SASLOAuthBearer,
    SASLPlaintext,
    SASLScram256,
    SASLScram512,
)

from booking_chat.service.config import SaslMechanism, ServiceConfig
from booking_chat.service.messaging.oauth_tokens import OAuthTokens


@dataclass(frozen=True, slots=True)
class KafkaConnection:
    """The brokers to ask first, and what they want to see before they answer.

    `security` is None for a cluster that asks nobody who they are. `token_provider` makes the
    source of OAuth tokens; each client has one of its own.
    """

    bootstrap: str
    security: BaseSecurity | None = field(default=None, repr=False)
    token_provider: Callable[[], AbstractTokenProvider] | None = field(default=None, repr=False)

    @property
    def servers(self) -> list[str]:
        return self.bootstrap.split(",")

    def client_settings(self) -> dict[str, Any]:
        """For the constructor of any of aiokafka's clients."""
        return {"bootstrap_servers": self.bootstrap, **self.security_settings()}

    def security_settings(self) -> dict[str, Any]:
        settings = parse_security(self.security)
        if self.token_provider is not None:
            settings["sasl_oauth_token_provider"] = self.token_provider()
        return settings


@lru_cache(maxsize=8)
def kafka_connection(config: ServiceConfig) -> KafkaConnection:
    """What the settings say. Raises ValueError for a file that cannot be used."""
    context = _tls_context(config) if config.kafka_security_protocol.is_encrypted else None
    mechanism = config.kafka_sasl_mechanism
    if not config.kafka_security_protocol.asks_who:
        security = None if context is None else BaseSecurity(ssl_context=context)
        return KafkaConnection(config.kafka_bootstrap, security)
    name = config.kafka_username or ""
    password = config.kafka_password.get_secret_value() if config.kafka_password else ""
    match mechanism:
        case SaslMechanism.PLAIN:
            security = SASLPlaintext(name, password, ssl_context=context)
        case SaslMechanism.SCRAM_SHA_256:
            security = SASLScram256(name, password, ssl_context=context)
        case SaslMechanism.SCRAM_SHA_512:
            security = SASLScram512(name, password, ssl_context=context)
        case SaslMechanism.OAUTHBEARER:
            tokens = OAuthTokens.of(config)
            return KafkaConnection(
                config.kafka_bootstrap, SASLOAuthBearer(ssl_context=context), tokens
            )
        case _:
            assert_never(mechanism)
    return KafkaConnection(config.kafka_bootstrap, security)


def _tls_context(config: ServiceConfig) -> ssl.SSLContext:
    """Checks the brokers' names and certificates, always; shows our own where one is given."""
    try:
        context = ssl.create_default_context(cafile=config.kafka_tls_ca_file)
    except OSError as error:
        raise ValueError(f"BOOKING_CHAT_KAFKA_TLS_CA_FILE cannot be used: {error}") from error
    if config.kafka_tls_certificate_file is not None:
        try:
            context.load_cert_chain(config.kafka_tls_certificate_file, config.kafka_tls_key_file)
        except OSError as error:
            raise ValueError(
                f"BOOKING_CHAT_KAFKA_TLS_CERTIFICATE_FILE and _KEY_FILE cannot be used: {error}"
            ) from error
    return context
