"""The search of conversations: what was typed, the index's answer, and how far it is behind."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Protocol

import structlog

from booking_chat.contracts.http.views import SearchPage, ThreadView
from booking_chat.contracts.topics import EVENTS, Topic
from booking_chat.service.errors import described
from booking_chat.service.http.paging import (
    bad_cursor,
    cursor_moment,
    decode_cursor,
    encode_cursor,
)
from booking_chat.service.messaging.failures import is_transient
from chat_core.domain.search.index import After, SearchIndex
from chat_core.domain.search.query import parse_query
from chat_core.names import SEARCH_GROUP
from chat_core.queries.history import History

log = structlog.get_logger(__name__)

LAG_KEPT_SECONDS = 1.0


class Progress(Protocol):
    """How far the index is behind; `GroupProgress` is the real one."""

    async def ends(self, topic: Topic) -> dict[int, int]: ...
    async def lag(self, group_id: str, topic: Topic, ends: Mapping[int, int]) -> int: ...


class SearchLag:
    """How many events the index does not know yet, asked once a second at most."""

    def __init__(self, progress: Progress, clock: Callable[[], float] = monotonic) -> None:
        self._progress = progress
        self._clock = clock
        self._kept: tuple[float, int] | None = None

    async def events(self) -> int | None:
        """None while Kafka cannot be asked."""
        now = self._clock()
        if self._kept is not None and now - self._kept[0] < LAG_KEPT_SECONDS:
            return self._kept[1]
        try:
            lag = await self._progress.lag(SEARCH_GROUP, EVENTS, await self._progress.ends(EVENTS))
        except Exception as error:
            if not is_transient(error):
                raise
            log.info("the search's lag cannot be asked for", error=described(error))
            return None
        self._kept = (now, lag)
        return lag


class ThreadSearch:
    """Finds conversations by what was typed."""

    def __init__(self, index: SearchIndex, history: History, lag: SearchLag) -> None:
        self._index = index
        self._history = history
        self._lag = lag

    async def find(
        self, location_id: str, typed: str, cursor: str | None, limit: int
    ) -> SearchPage[ThreadView]:
        """Conversations with the newest matches, in the inbox's order within a page."""
        pieces = parse_query(typed)
        after = _after(cursor, len(pieces))
        if not pieces:
            return SearchPage(items=[], next_cursor=None, search_lag=await self._lag.events())
        found = await self._index.find(location_id, pieces, after, limit)
        threads = await self._history.threads_of(location_id, found.booking_ids)
        return SearchPage(
            items=threads, next_cursor=_cursor(found.after), search_lag=await self._lag.events()
        )


def _cursor(after: After | None) -> str | None:
    if after is None:
        return None
    return encode_cursor(after.piece, after.at.isoformat(), after.booking_id)


def _after(cursor: str | None, pieces: int) -> After | None:
    parts = decode_cursor(cursor, int, str, str)
    if parts is None:
        return None
    piece, moment, booking_id = parts
    if not 0 <= int(piece) < pieces:
        raise bad_cursor()
    return After(int(piece), cursor_moment(moment), str(booking_id))
