"""Settings from the environment, with the names `BOOKING_CHAT_*`."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from booking_chat.service.config_files import ValuesFromFiles
from booking_chat.service.http.limits import DEFAULTS, HttpLimits
from booking_chat.service.http.service_tokens import ServiceSecrets

Seconds = Annotated[float, Field(ge=0.1, le=600)]
ServiceSecret = Annotated[SecretStr, Field(min_length=32)]

DEVELOPMENT_MARK = "development-only"
"""Every secret that the repository holds contains these words and nothing else may use them."""
_DEVELOPMENT_SERVICE_SECRET = SecretStr(
    f"{DEVELOPMENT_MARK}-service-secret-that-everybody-may-know"
)


class Environment(StrEnum):
    PRODUCTION = "production"
    DEVELOPMENT = "development"


class KafkaProtocol(StrEnum):
    """What a connection to Kafka is wrapped in, and whether it says who we are."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"

    @property
    def is_encrypted(self) -> bool:
        return self in {KafkaProtocol.SSL, KafkaProtocol.SASL_SSL}

    @property
    def asks_who(self) -> bool:
        return self in {KafkaProtocol.SASL_PLAINTEXT, KafkaProtocol.SASL_SSL}


class SaslMechanism(StrEnum):
    """How we say who we are."""

    PLAIN = "PLAIN"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"
    OAUTHBEARER = "OAUTHBEARER"


class MongoDriver(StrEnum):
    """`PYMONGO` is PyMongo's own asynchronous API (docs/adr/0004)."""

    PYMONGO = "pymongo"
    MOTOR = "motor"


class ServiceConfig(BaseSettings):
    """What every service needs to know. Unset means production: safety is the default."""

    # Docker Compose cannot leave a variable out, only empty. An error names the setting and never
    # shows its value, which may be a secret.
    model_config = SettingsConfigDict(
        env_prefix="BOOKING_CHAT_",
        env_ignore_empty=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """From arguments, the environment, and files that the environment names."""
        del dotenv_settings, file_secret_settings
        return init_settings, ValuesFromFiles(settings_cls), env_settings

    environment: Environment = Environment.PRODUCTION
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 9000
    """Metrics, and health with its details: for operators, never on a public network."""
    log_level: str = "INFO"

    http_head_bytes: Annotated[int, Field(ge=1024, le=1024 * 1024)] = DEFAULTS.head_bytes
    http_headers: Annotated[int, Field(ge=10, le=10_000)] = DEFAULTS.headers
    http_head_seconds: Seconds = DEFAULTS.head_seconds
    http_body_seconds: Seconds = DEFAULTS.body_seconds
    http_idle_seconds: Annotated[int, Field(ge=1, le=600)] = DEFAULTS.idle_seconds
    http_write_seconds: Seconds = DEFAULTS.write_seconds
    http_connections: Annotated[int, Field(ge=10, le=100_000)] = DEFAULTS.connections
    http_connections_per_address: Annotated[int, Field(ge=1, le=100_000)] = (
        DEFAULTS.connections_per_address
    )

    service_secret: ServiceSecret | None = None
    """By what services know each other; `service_secrets` is how they read it."""
    service_secret_also_accepted: ServiceSecret | None = None
    """Believed too while one secret replaces another, and never signs."""

    kafka_bootstrap: str = "127.0.0.1:9092"
    kafka_idempotence: bool = True
    """Off only for brokers that do not know idempotent producers (trying out)."""
    kafka_security_protocol: KafkaProtocol = KafkaProtocol.PLAINTEXT
    kafka_sasl_mechanism: SaslMechanism = SaslMechanism.SCRAM_SHA_512
    kafka_username: str | None = None
    kafka_password: SecretStr | None = None
    kafka_tls_ca_file: str | None = None
    """Whom to trust about the brokers' certificates; without it the system's own list."""
    kafka_tls_certificate_file: str | None = None
    """Our own certificate, for brokers that want to see one; its key is `kafka_tls_key_file`."""
    kafka_tls_key_file: str | None = None
    kafka_oauth_token_url: str | None = None
    kafka_oauth_client_id: str | None = None
    kafka_oauth_client_secret: SecretStr | None = None
    kafka_oauth_scope: str | None = None

    allow_extra_partitions: bool = False
    """Starts although a topic has more partitions than it should, to work off what was accepted
    before the topic is replaced. A record in one of the others still stops its consumer."""

    mongo_url: Annotated[str, Field(repr=False)] = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    """May hold a password: `masked` shows where it leads without that."""

    mongo_driver: MongoDriver = MongoDriver.PYMONGO

    max_parked_bookings: int = 100
    """So many keys of a consumer may wait for repair; one more stops the consumer."""
    max_dead_letters_per_hour: int = 1000
    """So many records may a consumer set aside in an hour; one more stops the consumer."""

    fault_point: str | None = None
    """Where the process ends itself, for the fault suite: see `fault_points`."""

    @property
    def service_secrets(self) -> ServiceSecrets:
        """Raises ValueError where production has none. Commands need none, so it is asked here."""
        also = self.service_secret_also_accepted
        return ServiceSecrets(
            signing=self._service_secret().get_secret_value(),
            also_accepted=None if also is None else also.get_secret_value(),
        )

    def _service_secret(self) -> SecretStr:
        if self.service_secret is not None:
            return self.service_secret
        if self.environment is Environment.PRODUCTION:
            raise ValueError(_missing("service_secret", "services know each other by it"))
        return _DEVELOPMENT_SERVICE_SECRET

    @property
    def http_limits(self) -> HttpLimits:
        return HttpLimits(
            head_bytes=self.http_head_bytes,
            headers=self.http_headers,
            head_seconds=self.http_head_seconds,
            body_seconds=self.http_body_seconds,
            idle_seconds=self.http_idle_seconds,
            write_seconds=self.http_write_seconds,
            connections=self.http_connections,
            connections_per_address=self.http_connections_per_address,
        )

    @model_validator(mode="after")
    def _no_development_secret_in_production(self) -> Self:
        if self.environment is Environment.PRODUCTION:
            for name, value in self:
                shown = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
                if DEVELOPMENT_MARK in shown:
                    raise ValueError(
                        f"BOOKING_CHAT_{name.upper()} holds a development secret; "
                        "give a real one, or set BOOKING_CHAT_ENVIRONMENT=development"
                    )
        return self

    @model_validator(mode="after")
    def _kafka_is_told_who_we_are(self) -> Self:
        if self.kafka_tls_key_file is not None and self.kafka_tls_certificate_file is None:
            raise ValueError(_missing("kafka_tls_certificate_file", "its key is given"))
        if not self.kafka_security_protocol.asks_who:
            return self
        names: tuple[str, ...] = ("kafka_username", "kafka_password")
        if self.kafka_sasl_mechanism is SaslMechanism.OAUTHBEARER:
            names = ("kafka_oauth_token_url", "kafka_oauth_client_id", "kafka_oauth_client_secret")
        for name in names:
            if getattr(self, name) is None:
                mechanism = f"BOOKING_CHAT_KAFKA_SASL_MECHANISM is {self.kafka_sasl_mechanism}"
                raise ValueError(_missing(name, mechanism))
        return self

    @model_validator(mode="after")
    def _no_password_in_the_clear_in_production(self) -> Self:
        sends_password = (
            self.kafka_security_protocol is KafkaProtocol.SASL_PLAINTEXT
            and self.kafka_sasl_mechanism in {SaslMechanism.PLAIN, SaslMechanism.OAUTHBEARER}
        )
        if self.environment is Environment.PRODUCTION and sends_password:
            raise ValueError(
                "BOOKING_CHAT_KAFKA_SECURITY_PROTOCOL=SASL_PLAINTEXT would send the password or "
                "token unencrypted: use SASL_SSL, or a SCRAM mechanism"
            )
        return self

    @model_validator(mode="after")
    def _no_fault_point_in_production(self) -> Self:
        if self.environment is Environment.PRODUCTION and self.fault_point is not None:
            raise ValueError("BOOKING_CHAT_FAULT_POINT is for tests: production has none")
        return self


def _missing(name: str, because: str) -> str:
    return f"BOOKING_CHAT_{name.upper()} is missing: {because}"
