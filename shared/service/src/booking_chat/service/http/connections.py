"""All connections of a server: how many there may be, and who is looked after in time."""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from prometheus_client import Counter, Gauge

from booking_chat.service.http.limits import HttpLimits, no_room, no_room_for_address
from booking_chat.service.http.problems import Problem

_open = Gauge("booking_chat_http_connections", "Open HTTP connections")
_ended = Counter(
    "booking_chat_http_connections_ended_total",
    "HTTP connections that the server ended before their time",
    ["reason"],
)


class Reason(StrEnum):
    """Why a connection was ended before its time."""

    HEAD_TOO_LARGE = "head-too-large"
    NOT_HTTP = "not-http"
    SLOW_HEAD = "slow-head"
    SLOW_BODY = "slow-body"
    SLOW_READER = "slow-reader"
    TOO_MANY = "too-many"
    MADE_ROOM = "made-room"


def count_end(reason: Reason) -> None:
    _ended.labels(reason).inc()


class Connection(Protocol):
    """One connection, as its server sees it."""

    @property
    def waits_for_peer(self) -> bool:
        """Whether the peer is to send something, and nothing is being answered."""
        ...

    def check(self, now: float) -> None:
        """Ends the connection if the peer has let its time pass."""
        ...

    def drop(self) -> None:
        """Ends the connection at once."""
        ...


class Connections:
    """Lets connections in up to the limits.

    Where a limit is reached, the oldest connection that waits for its peer makes room for the
    new one: whoever opens many and sends nothing keeps nobody else out.
    """

    def __init__(self, limits: HttpLimits) -> None:
        self._limits = limits
        self._all: dict[Connection, str] = {}
        self._of_address: defaultdict[str, dict[Connection, None]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._all)

    def admit(self, connection: Connection, address: str) -> Problem | None:
        """Counts a new connection, or says why it cannot stay."""
        same_address = self._of_address.get(address, {})
        if len(same_address) >= self._limits.connections_per_address and not self._make_room(
            same_address
        ):
            return no_room_for_address()
        if len(self._all) >= self._limits.connections and not self._make_room(self._all):
            return no_room()
        self._all[connection] = address
        self._of_address[address][connection] = None
        _open.inc()
        return None

    def leave(self, connection: Connection) -> None:
        """Forgets a connection; one that is not known was never let in or has left before."""
        address = self._all.pop(connection, None)
        if address is None:
            return
        _open.dec()
        same_address = self._of_address[address]
        del same_address[connection]
        if not same_address:
            del self._of_address[address]

    def check(self, now: float) -> None:
        """Ends those whose time is over; to be called all the time."""
        for connection in tuple(self._all):
            connection.check(now)

    def _make_room(self, among: Iterable[Connection]) -> bool:
        oldest = next((one for one in among if one.waits_for_peer), None)
        if oldest is None:
            return False
        self.leave(oldest)
        oldest.drop()
        count_end(Reason.MADE_ROOM)
        return True
