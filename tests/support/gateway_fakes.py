"""What gateways ask others for, played by small classes: no chat-core, no settings service."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

import httpx
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from booking_chat.contracts.http.inbox import UnreadThreads
from booking_chat.contracts.http.views import (
    BookingView,
    ConversationView,
    MessageFate,
    MessageView,
    Page,
    SearchPage,
    ThreadView,
)
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import SenderType
from booking_chat.gateway.jwks import Jwks
from booking_chat.service.http.problems import not_found, unavailable

SigningKey = RSAKey | ECKey | OKPKey
NOBODY = "http://127.0.0.1:1"
"""Where nothing listens."""
OPENED_AT = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)


class FakeCore:
    """chat-core with the bookings it was given; each has a thread of one message or none."""

    def __init__(self, *bookings: BookingChanged) -> None:
        self.bookings_by_id = {
            booking.booking_id: BookingView.model_validate(booking.model_dump())
            for booking in bookings
        }
        self.with_thread: set[str] = set()
        self.away = False
        self.asked: list[str] = []

    def withdraw(self, booking_id: str) -> None:
        """As if the platform had deleted it."""
        gone = self.bookings_by_id[booking_id].model_copy(update={"withdrawn": True})
        self.bookings_by_id[booking_id] = gone

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing was connected."""

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        if self.away:
            raise unavailable("The conversation store")

    async def booking(self, booking_id: str) -> BookingView:
        self._ask("booking")
        if booking_id not in self.bookings_by_id:
            raise not_found("booking")
        return self.bookings_by_id[booking_id]

    async def conversation(self, booking_id: str) -> ConversationView:
        booking = await self.booking(booking_id)
        thread = a_thread(booking) if booking_id in self.with_thread else None
        return ConversationView(booking=booking, thread=thread, messages=[], can_message=True)

    async def thread(self, thread: str, side: SenderType) -> ThreadView:
        self._ask("thread")
        for booking in self.bookings_by_id.values():
            if booking.booking_id in self.with_thread and thread_id(booking.booking_id) == thread:
                return a_thread(booking)
        raise not_found("conversation")

    async def messages(
        self,
        thread: str,
        *,
        after_seq: int | None = None,
        before_seq: int | None = None,
        limit: int | None = None,
    ) -> Page[MessageView]:
        self._ask(f"messages of {thread} after {after_seq} before {before_seq}, {limit}")
        return Page(items=[], next_cursor=None)

    async def fate(self, thread: str, client_message_id: str) -> MessageFate:
        self._ask("fate")
        return MessageFate(
            message_id=message_id(thread, client_message_id),
            client_message_id=client_message_id,
            status="pending",
        )

    async def threads(
        self,
        location_id: str,
        *,
        only: Literal["all", "unread"] = "all",
        q: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> SearchPage[ThreadView]:
        self._ask(f"{only} threads of {location_id} like {q} after {cursor}, {limit}")
        threads = [
            a_thread(booking)
            for booking in self._found(location_id, q or "")
            if booking.booking_id in self.with_thread and only == "all"
        ]
        return SearchPage(items=threads, next_cursor=None)

    async def unread(self, location_id: str) -> UnreadThreads:
        self._ask(f"unread of {location_id}")
        return UnreadThreads(threads=0, capped=False)

    async def bookings(
        self, location_id: str, *, q: str, cursor: str | None = None, limit: int | None = None
    ) -> Page[BookingView]:
        self._ask(f"bookings of {location_id} like {q} after {cursor}, {limit}")
        return Page(items=self._found(location_id, q), next_cursor=None)

    def _found(self, location_id: str, word: str) -> list[BookingView]:
        """The bookings of a location whose name, email or code begins with the word."""
        return [
            booking
            for booking in self.bookings_by_id.values()
            if booking.location_id == location_id
            and any(
                text.casefold().startswith(word.casefold())
                for text in (
                    booking.customer.name,
                    booking.customer.email or "",
                    booking.confirmation_code,
                )
            )
        ]


def a_thread(booking: BookingView) -> ThreadView:
    return ThreadView(
        thread_id=thread_id(booking.booking_id),
        booking_id=booking.booking_id,
        location_id=booking.location_id,
        opened_at=OPENED_AT,
        last_seq=0,
        last_message_at=None,
        preview=None,
        unread=0,
        operator_read_at=None,
        operator_read_seq=0,
        customer_read_at=None,
        customer_read_seq=0,
        booking=booking,
    )


def signed(claims: Any, key: SigningKey, *, alg: str = "Ed25519", kid: str | None = "key-1") -> str:
    return signed_bytes(json.dumps(claims).encode(), key, alg=alg, kid=kid)


def signed_bytes(
    payload: bytes, key: SigningKey, *, alg: str = "Ed25519", kid: str | None = "key-1"
) -> str:
    """A token whose payload is anything at all, rightly signed."""
    header = {"alg": alg} if kid is None else {"alg": alg, "kid": kid}
    return jws.serialize_compact(header, payload, key, algorithms=[alg])


def forged(claims: Any, secret: bytes, *, kid: str = "key-1") -> str:
    """A token as a forger makes it, who takes a public key for the secret of HS256.

    Made by hand, for the library that signs refuses to.
    """
    content = f"{_encoded({'alg': 'HS256', 'kid': kid})}.{_encoded(claims)}"
    signature = hmac.digest(secret, content.encode(), "sha256")
    return f"{content}.{base64url(signature)}"


def unsigned(claims: Any, *, kid: str = "key-1") -> str:
    return f"{_encoded({'alg': 'none', 'kid': kid})}.{_encoded(claims)}."


def _encoded(part: Any) -> str:
    return base64url(json.dumps(part).encode())


def base64url(content: bytes) -> str:
    """As a part of a compact token has it: without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def jwks_of(**keys: SigningKey) -> bytes:
    """The JWKS of public keys, by their kid."""
    published = [
        {**key.as_dict(private=False), "kid": kid.replace("_", "-")} for kid, key in keys.items()
    ]
    return json.dumps({"keys": published}).encode()


class FakeJwksServer:
    """Publishes a JWKS and counts how often it is fetched."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.fetched = 0
        self.away = False

    async def fetch(self) -> bytes:
        self.fetched += 1
        if self.away:
            raise httpx.ConnectError("nobody there")
        return self.content


def fixed_jwks(key: SigningKey, kid: str = "key-1") -> Jwks:
    published = json.dumps({"keys": [{**key.as_dict(private=False), "kid": kid}]}).encode()
    return Jwks(FakeJwksServer(published).fetch, production=False)


def seconds_from(start: float = 0.0) -> tuple[Callable[[], float], Callable[[float], None]]:
    """A clock of seconds, and what moves it on."""
    moment = start

    def clock() -> float:
        return moment

    def move(seconds: float) -> None:
        nonlocal moment
        moment += seconds

    return clock, move
