"""Tokens for a Kafka that wants OAUTHBEARER, by the client credentials grant (RFC 6749, 4.4)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Self

import httpx
from aiokafka.abc import AbstractTokenProvider
from aiokafka.errors import KafkaConnectionError
from pydantic import BaseModel, Field, SecretStr, ValidationError

from booking_chat.service.config import ServiceConfig

TIMEOUT_SECONDS = 5.0
RENEW_BEFORE_SECONDS = 30.0
MAX_ANSWER_BYTES = 64 * 1024


class _Answer(BaseModel):
    access_token: str = Field(min_length=1, max_length=32_768)
    expires_in: float = Field(default=60, ge=0, le=31 * 24 * 3600)


@dataclass(frozen=True, slots=True)
class OAuthTokens:
    """Where tokens come from. Called, it makes a provider for one client."""

    url: str
    client_id: str
    client_secret: SecretStr = field(repr=False)
    scope: str | None = None

    @classmethod
    def of(cls, config: ServiceConfig) -> Self:
        secret = config.kafka_oauth_client_secret or SecretStr("")
        return cls(
            config.kafka_oauth_token_url or "",
            config.kafka_oauth_client_id or "",
            secret,
            config.kafka_oauth_scope,
        )

    def __call__(self) -> AbstractTokenProvider:
        return _TokenProvider(self)


class _TokenProvider(AbstractTokenProvider):  # type: ignore[misc] # untyped
    """Keeps a token until shortly before its end; aiokafka asks at each connection."""

    def __init__(self, source: OAuthTokens, clock: Callable[[], float] = monotonic) -> None:
        self._source = source
        self._clock = clock
        self._token = ""
        self._renew_at = -1.0

    async def token(self) -> str:
        """Raises KafkaConnectionError while there is none to be had: the client tries again."""
        if self._clock() >= self._renew_at:
            answer = await self._asked()
            self._token = answer.access_token
            self._renew_at = self._clock() + max(answer.expires_in - RENEW_BEFORE_SECONDS, 0)
        return self._token

    async def _asked(self) -> _Answer:
        source = self._source
        form = {"grant_type": "client_credentials"} | (
            {"scope": source.scope} if source.scope else {}
        )
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
                answer = await client.post(
                    source.url,
                    data=form,
                    auth=(source.client_id, source.client_secret.get_secret_value()),
                )
            answer.raise_for_status()
            return _Answer.model_validate_json(answer.content[:MAX_ANSWER_BYTES])
        except httpx.HTTPError as error:
            raise KafkaConnectionError(f"no token from {source.url}: {error!r}") from error
        except ValidationError as error:
            # What came may be a part of a token: it is not repeated.
            raise KafkaConnectionError(f"no token in the answer of {source.url}") from error
