"""Live events from one hub to many readers."""

import asyncio
from contextlib import ExitStack

import pytest

from booking_chat.contracts.values import BookingKeyed
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.live.hub import LiveHub, Reader, Told
from booking_chat.service.http.problems import Problem
from support.live_words import posted, read_by_operator, switched

LONG = 3600.0
A_BATCH = 2_500


def a_hub(
    observed: list[LiveEvent] | None = None,
    *,
    streams_per_person: int = 20,
    backlog_bytes: int = 10_000_000,
) -> LiveHub:
    """Channels are booking ids."""
    return LiveHub(
        lambda event: [event.data.booking_id] if isinstance(event.data, BookingKeyed) else [],
        observe=(observed if observed is not None else []).append,
        streams_per_person=streams_per_person,
        backlog_bytes=backlog_bytes,
    )


def as_told(*events: LiveEvent) -> list[tuple[str, bytes]]:
    return [(event.type, event.data.to_json()) for event in events]


def words(told: Told) -> tuple[str, bytes]:
    return told.type, told.json


async def read(reader: Reader, count: int) -> list[tuple[str, bytes]]:
    """So many events or more, as many as come together."""
    received: list[tuple[str, bytes]] = []
    async with asyncio.timeout(10):
        while len(received) < count:
            received += map(words, await reader.next_events())
    return received


async def read_to_the_end(reader: Reader) -> list[tuple[str, bytes]]:
    received: list[tuple[str, bytes]] = []
    async with asyncio.timeout(10):
        while events := await reader.next_events():
            received += map(words, events)
    return received


async def test_a_reader_gets_the_events_of_its_channels_in_order() -> None:
    hub, first, second = a_hub(), posted("a", seq=1), posted("a", seq=2)

    with hub.reader("a", "b", person="ana", seconds=LONG) as reader:
        for event in (first, posted("c"), second, posted("b")):
            hub.publish(event)

        assert as_told(first, second, posted("b")) == await read(reader, 3)


async def test_every_reader_of_a_channel_gets_an_event() -> None:
    hub = a_hub()

    with (
        hub.reader("a", person="ana", seconds=LONG) as one,
        hub.reader("a", person="ben", seconds=LONG) as other,
    ):
        hub.publish(posted("a"))

        assert as_told(posted("a")) == await read(one, 1)
        assert as_told(posted("a")) == await read(other, 1)


async def test_a_reader_gets_what_it_wants_up_to_the_first_event_that_is_the_last() -> None:
    hub, read_event = a_hub(), read_by_operator("a")

    with hub.reader(
        "a",
        person="ana",
        seconds=LONG,
        wanted=lambda event: event.type == "MessagePosted",
        last=lambda event: event.type == "ThreadRead",
    ) as reader:
        for event in (posted("a", seq=1), posted("a", seq=2), read_event, posted("a", seq=3)):
            hub.publish(event)

        assert as_told(posted("a", seq=1), posted("a", seq=2)) == await read_to_the_end(reader)


async def test_a_reader_that_left_gets_nothing_more() -> None:
    hub = a_hub()
    with hub.reader("a", person="ana", seconds=LONG) as reader:
        pass

    hub.publish(posted("a"))

    assert await read_to_the_end(reader) == []


async def test_a_reader_has_the_whole_of_a_large_batch() -> None:
    hub = a_hub()
    batch = [posted("a", seq=seq) for seq in range(1, A_BATCH + 1)]
    with hub.reader("a", person="ana", seconds=LONG) as reader:
        for event in batch:
            hub.publish(event)

        assert as_told(*batch) == await read(reader, A_BATCH)


async def test_past_the_bound_the_reader_that_is_furthest_behind_is_cut_off() -> None:
    hub = a_hub(backlog_bytes=100_000)
    with (
        hub.reader("a", person="ana", seconds=LONG) as slow,
        hub.reader("a", person="ben", seconds=LONG) as quick,
    ):
        received = []
        for seq in range(1, A_BATCH + 1):
            hub.publish(posted("a", seq=seq))
            received += await read(quick, 1)

        assert await read_to_the_end(slow) == []
    assert as_told(*(posted("a", seq=seq) for seq in range(1, A_BATCH + 1))) == received


async def test_an_event_that_many_wait_for_counts_once() -> None:
    hub = a_hub(backlog_bytes=100_000, streams_per_person=1_000)
    size = Told("MessagePosted", posted("a").data.to_json()).size
    fitting = 100_000 // size - 1

    with ExitStack() as opened:
        readers = [
            opened.enter_context(hub.reader("a", person="ana", seconds=LONG)) for _ in range(100)
        ]
        for _ in range(fitting):
            hub.publish(posted("a"))
        received = [len(await read(reader, fitting)) for reader in readers]

    assert [fitting] * 100 == received


async def test_what_a_reader_leaves_behind_no_longer_counts() -> None:
    hub = a_hub(backlog_bytes=100_000)
    for _ in range(10):
        with hub.reader("a", person="ana", seconds=LONG):
            for seq in range(1, 51):
                hub.publish(posted("a", seq=seq))

    with hub.reader("a", person="ana", seconds=LONG) as reader:
        hub.publish(posted("a"))

        assert as_told(posted("a")) == await read(reader, 1)


async def test_a_person_may_have_so_many_streams_and_another_has_their_own() -> None:
    hub = a_hub(streams_per_person=2)
    with (
        hub.reader("a", person="ana", seconds=LONG),
        hub.reader("b", person="ana", seconds=LONG),
        hub.reader("a", person="ben", seconds=LONG),
        pytest.raises(Problem) as refused,
        hub.reader("a", person="ana", seconds=LONG),
    ):
        pass

    problem = refused.value
    assert (problem.status, problem.kind) == (429, "too-many-streams")
    assert problem.headers == {"Retry-After": "10"}


async def test_a_stream_that_ended_makes_room_for_another() -> None:
    hub = a_hub(streams_per_person=1)
    for _ in range(3):
        with hub.reader("a", person="ana", seconds=LONG) as reader:
            hub.publish(posted("a"))

            assert as_told(posted("a")) == await read(reader, 1)


async def test_the_end_of_a_hub_ends_its_readers_and_those_that_come_late() -> None:
    hub = a_hub()

    with hub.reader("a", person="ana", seconds=LONG) as early:
        hub.publish(posted("a"))
        hub.end()
        with hub.reader("a", person="ana", seconds=LONG) as late:
            assert await read_to_the_end(early) == []
            assert await read_to_the_end(late) == []


async def test_a_reader_ends_with_its_right_to_read() -> None:
    hub = a_hub()

    with hub.reader("a", person="ana", seconds=0) as reader:
        assert await read_to_the_end(reader) == []


async def test_every_event_is_observed_whoever_reads() -> None:
    observed: list[LiveEvent] = []
    hub = a_hub(observed)

    hub.publish(posted("a"))
    hub.publish(switched())

    assert [posted("a"), switched()] == observed
