"""HTTP/1.1 as uvicorn speaks it with httptools, with bounds on what a peer may take.

uvicorn bounds neither heads nor the time of a request nor that of an answer when httptools
parses, and httptools itself joins the parts of a header for as long as they come. So this
counts what arrives before it is parsed.
"""

import asyncio
import socket
from enum import Enum, auto
from typing import Any, NoReturn, assert_never

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.server import ServerState

from booking_chat.service.http.connections import Connections, Reason, count_end
from booking_chat.service.http.limits import (
    LINGER_SECONDS,
    PIPELINED,
    HttpLimits,
    head_too_large,
    no_room_for_address,
    not_http,
    too_slow,
)
from booking_chat.service.http.problem_handlers import problem_response
from booking_chat.service.http.problems import Problem

SLICE_BYTES = 8 * 1024
"""What is parsed before the bounds are looked at again; ordinary requests are smaller."""
KERNEL_BUFFER_BYTES = 64 * 1024
"""Unsent bytes that the kernel takes for a connection; it would take megabytes."""
TCP_NOTSENT_LOWAT = getattr(socket, "TCP_NOTSENT_LOWAT", 25)


class _Expects(Enum):
    """What the peer is to send next. LEAVING: nothing counts any more."""

    HEAD = auto()
    BODY = auto()
    NOTHING = auto()
    LEAVING = auto()


class _StopParsingError(Exception):
    """Raised in the parser's callbacks; uvicorn then answers as it does to what is no HTTP."""


class LimitedHttp(HttpToolsProtocol):
    """One connection within its limits; `connections` checks it all the time."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: HttpLimits,
        others: Connections,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits = limits
        self._others = others
        self._expects = _Expects.HEAD
        self._since = self._heard_at = self.loop.time()
        self._blocked_since: float | None = None
        self._besides_body = 0
        self._objection = not_http(), Reason.NOT_HTTP
        self._current: RequestResponseCycle | None = None
        self._earlier: list[RequestResponseCycle] = []
        self.headers = []

    # What the peer does.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        _bound_kernel(transport, self._limits)
        refusal = self._others.admit(self, self.client[0] if self.client else "")
        if refusal is not None:
            count_end(Reason.TOO_MANY)
            self._expects = _Expects.LEAVING
            transport.write(_bytes_of(refusal))
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._others.leave(self)
        # uvicorn tells the newest request alone, and those before it would be answered for ever.
        for cycle in self._earlier:
            _tell_that_peer_left(cycle)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_leaving:
            return
        self._heard_at = self.loop.time()
        if self._expects is _Expects.NOTHING:
            self._expect_head()
        if len(data) <= SLICE_BYTES:
            self._take(data)
            return
        for start in range(0, len(data), SLICE_BYTES):
            self._take(data[start : start + SLICE_BYTES])
            if self._is_leaving:
                return

    def _take(self, data: bytes) -> None:
        self._besides_body += len(data)
        super().data_received(data)
        limits = self._limits
        if self._besides_body > limits.head_bytes or len(self.headers) > limits.headers:
            self._refuse(head_too_large(self._limits), Reason.HEAD_TOO_LARGE)

    def pause_writing(self) -> None:
        self._blocked_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self._blocked_since = None
        super().resume_writing()

    # What the parser finds in it.

    def on_message_begin(self) -> None:
        if self._expects is _Expects.NOTHING:
            self._expect_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        # What arrived is counted per slice, which may hold the beginning of the body too.
        if len(self.headers) > self._limits.headers or (
            self._besides_body > self._limits.head_bytes < self._head_size()
        ):
            self._stop_parsing(head_too_large(self._limits), Reason.HEAD_TOO_LARGE)
        if len(self.pipeline) >= PIPELINED:
            self._stop_parsing(no_room_for_address(), Reason.TOO_MANY)
        before = self._current
        super().on_headers_complete()
        if before is not None and not before.response_complete:
            self._earlier = [one for one in self._earlier if not one.response_complete]
            self._earlier.append(before)
        self._current = self.cycle
        self._expects, self._since = _Expects.BODY, self._heard_at

    def on_body(self, body: bytes) -> None:
        self._besides_body -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._expects = _Expects.NOTHING
        self._besides_body = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words, in plain text
        self._refuse(*self._objection)

    def _stop_parsing(self, problem: Problem, reason: Reason) -> NoReturn:
        self._objection = problem, reason
        raise _StopParsingError

    # What becomes of it.

    @property
    def waits_for_peer(self) -> bool:
        return self._expects is not _Expects.NOTHING or not self._is_answering

    def check(self, now: float) -> None:
        if self._blocked_since is not None and now - self._blocked_since > (
            self._limits.write_seconds
        ):
            self._end(Reason.SLOW_READER)
            return
        match self._expects:
            case _Expects.NOTHING:
                pass
            case _Expects.LEAVING:
                if now - self._since > LINGER_SECONDS:
                    self.drop()
            case _Expects.HEAD | _Expects.BODY if self.flow.read_paused:
                self._since = now
            case _Expects.HEAD:
                self._check_time(now, "head", self._limits.head_seconds, Reason.SLOW_HEAD)
            case _Expects.BODY:
                self._check_time(now, "body", self._limits.body_seconds, Reason.SLOW_BODY)
            case _:
                assert_never(self._expects)

    def drop(self) -> None:
        self._expects = _Expects.LEAVING
        self.transport.abort()

    def _check_time(self, now: float, part: str, seconds: float, reason: Reason) -> None:
        """Tells a peer that sends too slowly; one that has fallen silent would not hear it."""
        if now - self._since <= seconds:
            return
        if now - self._heard_at < seconds / 2:
            self._refuse(too_slow(part, seconds), reason)
        else:
            self._end(reason)

    def _end(self, reason: Reason) -> None:
        count_end(reason)
        self.drop()

    def _refuse(self, problem: Problem, reason: Reason) -> None:
        """Answers with a problem and closes, or closes alone where an answer has begun before."""
        if self._is_leaving:
            return
        if not self._can_answer:
            self._end(reason)
            return
        count_end(reason)
        if self._current is not None:
            _tell_that_peer_left(self._current)
        self._expects, self._since = _Expects.LEAVING, self.loop.time()
        self.flow.resume_reading()
        self.transport.write(_bytes_of(problem))
        self.transport.write_eof()

    @property
    def _is_leaving(self) -> bool:
        return self._expects is _Expects.LEAVING

    @property
    def _is_answering(self) -> bool:
        return self._current is not None and not self._current.response_complete

    @property
    def _can_answer(self) -> bool:
        """Whether nothing was said yet in answer to what the peer is sending."""
        if self.transport.is_closing() or self.pipeline:
            return False
        if self._expects is _Expects.BODY and self._current is not None:
            return not self._current.response_started
        return not self._is_answering

    def _expect_head(self) -> None:
        self._expects, self._since = _Expects.HEAD, self._heard_at

    def _head_size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)


def _tell_that_peer_left(cycle: RequestResponseCycle) -> None:
    """What the app still says is dropped; when it asks for more it hears that nobody is there."""
    if not cycle.response_complete:
        cycle.disconnected = True
        cycle.message_event.set()


def _bound_kernel(transport: asyncio.Transport, limits: HttpLimits) -> None:
    """Bounds what the kernel holds for a peer that does not read, and how long it tries.

    A quiet stream never fills the buffers on our side: only the kernel sees that its peer no
    longer takes anything.
    """
    line = transport.get_extra_info("socket")
    if line is None or line.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        line.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(limits.write_seconds * 1000)
        )
        line.setsockopt(socket.IPPROTO_TCP, TCP_NOTSENT_LOWAT, KERNEL_BUFFER_BYTES)


def _bytes_of(problem: Problem) -> bytes:
    """A problem as a whole HTTP answer, after which the connection ends."""
    response = problem_response(problem)
    headers = (b"%s: %s\r\n" % header for header in response.raw_headers)
    return b"".join(
        (
            STATUS_LINE[response.status_code],
            *headers,
            b"connection: close\r\n\r\n",
            bytes(response.body),
        )
    )
