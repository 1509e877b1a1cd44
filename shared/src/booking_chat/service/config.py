"""Settings from the environment, with the names `BOOKING_CHAT_*`."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_MARK = "development-only"
"""Every secret that the repository holds contains these words and nothing else may use them."""


class Environment(StrEnum):
    PRODUCTION = "production"
    DEVELOPMENT = "development"


class ServiceConfig(BaseSettings):
    """What every service needs to know. Unset means production: safety is the default."""

    # Docker Compose cannot leave a variable out, only empty.
    model_config = SettingsConfigDict(
        env_prefix="BOOKING_CHAT_", env_ignore_empty=True, frozen=True
    )

    environment: Environment = Environment.PRODUCTION
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    log_level: str = "INFO"

    kafka_bootstrap: str = "127.0.0.1:9092"
    kafka_idempotence: bool = True
    """Off only for brokers that do not know idempotent producers (trying out)."""

    mongo_url: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"

    max_parked_bookings: int = 100
    """So many keys of a consumer may wait for repair; one more stops the consumer."""
    max_dead_letters_per_hour: int = 1000
    """So many records may a consumer set aside in an hour; one more stops the consumer."""

    fault_point: str | None = None
    """Where the process ends itself, for the fault suite: see `fault_points`."""

    @model_validator(mode="after")
    def _no_development_secret_in_production(self) -> Self:
        if self.environment is Environment.PRODUCTION:
            for name, value in self:
                if DEVELOPMENT_MARK in str(value):
                    raise ValueError(
                        f"BOOKING_CHAT_{name.upper()} holds a development secret; "
                        "give a real one, or set BOOKING_CHAT_ENVIRONMENT=development"
                    )
        return self

    @model_validator(mode="after")
    def _no_fault_point_in_production(self) -> Self:
        if self.environment is Environment.PRODUCTION and self.fault_point is not None:
            raise ValueError("BOOKING_CHAT_FAULT_POINT is for tests: production has none")
        return self
