"""The public HTTP interfaces as a good client uses them: patient, and never sending twice.

Connection errors and 503 are tried again with the same body. That is safe, because a message
carries the id that its client gave it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from pydantic import TypeAdapter

from booking_chat.contracts.http.destinations import (
    CreatedDestination,
    DestinationView,
    NewDestination,
)
from booking_chat.contracts.http.explanations import MessageExplanation
from booking_chat.contracts.http.inbox import UnreadThreads
from booking_chat.contracts.http.settings import SettingsView
from booking_chat.contracts.http.views import (
    BookingView,
    ConversationView,
    MessageAccepted,
    MessageView,
    Page,
    ThreadView,
)
from booking_chat.contracts.values import Switches
from devstack.catcher.hooks import CaughtHook
from devstack.catcher.mailbox import CaughtMail
from devstack.events import LiveEvent, parse_events
from devstack.ready import StaffMember

PATIENCE_SECONDS = 30.0
"""Longer than a service that was killed takes to be back and to have its partitions again."""
_PAUSE_SECONDS = 0.2
_STREAM_TIMEOUT = httpx.Timeout(10.0, read=45.0)
"""A stream that is silent this long has lost its comments, which come every 15 s."""

_STAFF = TypeAdapter(list[StaffMember])
_MESSAGES = TypeAdapter(Page[MessageView])
_BOOKINGS = TypeAdapter(Page[BookingView])
_THREADS = TypeAdapter(Page[ThreadView])
_DESTINATIONS = TypeAdapter(Page[DestinationView])
_HOOKS = TypeAdapter(list[CaughtHook])
_MAILS = TypeAdapter(list[CaughtMail])


class UnexpectedAnswerError(Exception):
    """An answer that trying again will not change."""

    def __init__(self, response: httpx.Response) -> None:
        request = response.request
        super().__init__(
            f"{request.method} {request.url.path} answered {response.status_code}: {response.text}"
        )
        self.status = HTTPStatus(response.status_code)


class _Client:
    """One door: requests that are tried again, and streams of live events."""

    def __init__(self, base_url: str, headers: dict[str, str] | None = None) -> None:
        self._http = httpx.AsyncClient(base_url=base_url, headers=headers, timeout=10.0)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def _request(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        """Raises UnexpectedAnswerError, or the last connection error after 30 s of trying."""
        deadline = monotonic() + PATIENCE_SECONDS
        while True:
            last_try = monotonic() > deadline
            try:
                response = await self._http.request(method, path, **kwargs)
            except httpx.TransportError:
                if last_try:
                    raise
            else:
                if response.is_success:
                    return response
                if last_try or response.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                    raise UnexpectedAnswerError(response)
            await asyncio.sleep(_PAUSE_SECONDS)

    @asynccontextmanager
    async def _stream(self, path: str) -> AsyncIterator[AsyncIterator[LiveEvent]]:
        async with self._http.stream("GET", path, timeout=_STREAM_TIMEOUT) as response:
            if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                raise httpx.ConnectError("not available yet", request=response.request)
            if not response.is_success:
                await response.aread()
                raise UnexpectedAnswerError(response)
            lines = response.aiter_lines()
            # A first comment says that from here on nothing will be missed.
            await anext(lines, "")
            yield parse_events(lines)


class IdentityClient(_Client):
    """The development identity provider."""

    async def staff(self) -> list[StaffMember]:
        return _STAFF.validate_json((await self._request("GET", "/demo/staff")).content)

    async def link(self, booking_id: str) -> str:
        """The link that the customer of a booking got by email."""
        response = await self._request("POST", "/demo/links", json={"bookingId": booking_id})
        return str(response.json()["url"])


class CustomerClient(_Client):
    """A customer's browser: `open` comes first and gives it the session of one booking."""

    async def open(self, link: str) -> None:
        """Takes the token out of a link's fragment, as the page behind the link does."""
        await self._request("POST", "/api/session", json={"token": urlsplit(link).fragment})

    async def conversation(self) -> ConversationView:
        response = await self._request("GET", "/api/conversation")
        return ConversationView.model_validate_json(response.content)

    async def messages(self, after_seq: int) -> list[MessageView]:
        response = await self._request(
            "GET", "/api/conversation/messages", params={"afterSeq": after_seq}
        )
        return _MESSAGES.validate_json(response.content).items

    async def post(self, client_message_id: str, text: str) -> MessageAccepted:
        response = await self._request(
            "POST",
            "/api/conversation/messages",
            json={"clientMessageId": client_message_id, "text": text},
        )
        return MessageAccepted.model_validate_json(response.content)

    async def read(self, seq: int) -> None:
        await self._request("POST", "/api/conversation/read", json={"seq": seq})

    def events(self) -> AbstractAsyncContextManager[AsyncIterator[LiveEvent]]:
        return self._stream("/api/conversation/events")


class StaffClient(_Client):
    """A member of staff, by bearer token."""

    def __init__(self, base_url: str, token: str) -> None:
        super().__init__(base_url, {"Authorization": f"Bearer {token}"})

    async def open_thread(self, booking_id: str) -> None:
        await self._request("POST", f"/api/bookings/{booking_id}/thread")

    async def thread(self, thread_id: str) -> ThreadView:
        response = await self._request("GET", f"/api/threads/{thread_id}")
        return ThreadView.model_validate_json(response.content)

    async def threads(self, location_id: str) -> list[ThreadView]:
        """The first 200 rows of the inbox."""
        response = await self._request(
            "GET", f"/api/locations/{location_id}/threads", params={"limit": 200}
        )
        return _THREADS.validate_json(response.content).items

    async def unread(self, location_id: str) -> UnreadThreads:
        response = await self._request("GET", f"/api/locations/{location_id}/unread")
        return UnreadThreads.model_validate_json(response.content)

    async def bookings(self, location_id: str, q: str) -> list[BookingView]:
        """The first 200 bookings that the words find."""
        response = await self._request(
            "GET", f"/api/locations/{location_id}/bookings", params={"q": q, "limit": 200}
        )
        return _BOOKINGS.validate_json(response.content).items

    async def messages(self, thread_id: str, after_seq: int) -> list[MessageView]:
        """None yet for a thread that does not exist yet."""
        try:
            response = await self._request(
                "GET", f"/api/threads/{thread_id}/messages", params={"afterSeq": after_seq}
            )
        except UnexpectedAnswerError as answer:
            if answer.status is HTTPStatus.NOT_FOUND:
                return []
            raise
        return _MESSAGES.validate_json(response.content).items

    async def post(self, thread_id: str, client_message_id: str, text: str) -> MessageAccepted:
        response = await self._request(
            "POST",
            f"/api/threads/{thread_id}/messages",
            json={"clientMessageId": client_message_id, "text": text},
        )
        return MessageAccepted.model_validate_json(response.content)

    async def read(self, thread_id: str, seq: int) -> None:
        await self._request("POST", f"/api/threads/{thread_id}/read", json={"seq": seq})

    async def settings(self, location_id: str) -> tuple[SettingsView, str]:
        """The switches and their entity tag."""
        response = await self._request("GET", f"/api/locations/{location_id}/settings")
        return SettingsView.model_validate_json(response.content), response.headers["ETag"]

    async def change_settings(self, location_id: str, switches: Switches, tag: str) -> None:
        await self._request(
            "PUT",
            f"/api/locations/{location_id}/settings",
            json=switches.model_dump(),
            headers={"If-Match": tag},
        )

    def events(self, location_id: str) -> AbstractAsyncContextManager[AsyncIterator[LiveEvent]]:
        return self._stream(f"/api/locations/{location_id}/events")

    async def destinations(self, location_id: str) -> list[DestinationView]:
        response = await self._request("GET", f"/api/locations/{location_id}/alerts/destinations")
        return _DESTINATIONS.validate_json(response.content).items

    async def add_destination(self, location_id: str, wanted: NewDestination) -> CreatedDestination:
        response = await self._request(
            "POST",
            f"/api/locations/{location_id}/alerts/destinations",
            json=wanted.model_dump(mode="json", exclude_none=True),
        )
        return CreatedDestination.model_validate_json(response.content)

    async def delete_destination(self, location_id: str, destination_id: str) -> None:
        await self._request(
            "DELETE", f"/api/locations/{location_id}/alerts/destinations/{destination_id}"
        )

    async def explanation(self, location_id: str, message_id: str) -> MessageExplanation:
        response = await self._request(
            "GET", f"/api/locations/{location_id}/alerts/messages/{message_id}"
        )
        return MessageExplanation.model_validate_json(response.content)

    async def follow(self, link: str) -> None:
        """Presses the button of the page behind a link, here, wherever browsers would find it."""
        await self._request("POST", urlsplit(link).path)


class CatcherClient(_Client):
    """What alerts sent out: caught emails and webhooks."""

    def hook_url(self, name: str) -> str:
        """Where a webhook has to call to be caught under this name."""
        return str(self._http.base_url.join(f"/hooks/{name}"))

    async def hooks(self, name: str) -> list[CaughtHook]:
        return _HOOKS.validate_json((await self._request("GET", f"/hooks/{name}")).content)

    async def mails(self, to: str) -> list[CaughtMail]:
        response = await self._request("GET", "/mails", params={"to": to})
        return _MAILS.validate_json(response.content)
