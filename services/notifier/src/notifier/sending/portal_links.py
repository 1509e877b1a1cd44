"""Asks the business for the signed links that lead customers to their conversation."""

from typing import Annotated

import httpx
from pydantic import SecretStr, StringConstraints, ValidationError

from booking_chat.contracts.base import TolerantContract

ASK_SECONDS = 5.0


class NoLinkError(Exception):
    """There is no link at the moment; the message says why."""


class _Link(TolerantContract):
    url: Annotated[str, StringConstraints(pattern=r"^https?://[\x21-\x7e]+$", max_length=4_096)]


class PortalLinks:
    """Asks for a link with `POST {"bookingId": …}` and expects `{"url": …}`.

    A link is requested at every attempt and never stored: it gives access to a conversation,
    and may expire.
    """

    def __init__(self, url: str | None, token: SecretStr | None) -> None:
        self._url = url
        self._headers = (
            {} if token is None else {"Authorization": f"Bearer {token.get_secret_value()}"}
        )
        self._http: httpx.AsyncClient | None = None

    async def start(self) -> None:
        self._http = httpx.AsyncClient(timeout=ASK_SECONDS, headers=self._headers)

    async def stop(self) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def link(self, booking_id: str) -> str:
        """The link that opens the conversation of a booking. Raises NoLinkError."""
        if self._url is None or self._http is None:
            raise NoLinkError("nobody who signs customers' links is configured")
        try:
            answer = await self._http.post(self._url, json={"bookingId": booking_id})
            answer.raise_for_status()
            return _Link.model_validate_json(answer.content).url
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise NoLinkError(f"who signs customers' links answered HTTP {status}") from error
        except httpx.HTTPError as error:
            raise NoLinkError("who signs customers' links does not answer") from error
        except ValidationError as error:
            raise NoLinkError("who signs customers' links answered without a link") from error
