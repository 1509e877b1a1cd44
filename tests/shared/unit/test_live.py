"""Live events from one hub to many readers."""

import asyncio
import json
from contextlib import ExitStack
from dataclasses import replace

import pytest

from booking_chat.contracts.values import BookingKeyed
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.live.hub import Frame, LiveHub, Peek, Reader, unseen
from booking_chat.service.http.problems import Problem
from support.chat import a_booking
from support.live_words import (
    as_record,
    booking_record,
    booking_tombstone,
    posted,
    read_by_operator,
    switched,
    told_of,
)

LONG = 3600.0
A_BATCH = 2_500


def a_hub(
    observed: list[LiveEvent] | None = None,
    *,
    peek: Peek = unseen,
    streams_per_person: int = 20,
    backlog_bytes: int = 10_000_000,
) -> LiveHub:
    """Channels are booking ids."""
    return LiveHub(
        lambda event: [event.data.booking_id] if isinstance(event.data, BookingKeyed) else [],
        observe=(observed if observed is not None else []).append,
        peek=peek,
        streams_per_person=streams_per_person,
        backlog_bytes=backlog_bytes,
    )


def publish(hub: LiveHub, *events: LiveEvent) -> None:
    for event in events:
        hub.publish(event, event.data.to_json())


def frames(*events: LiveEvent) -> list[bytes]:
    return [b"event: %b\ndata: %b" % (e.type.encode(), e.data.to_json()) for e in events]


def split(written: bytes) -> list[bytes]:
    return written.split(b"\n\n")[:-1]


async def read(reader: Reader, count: int) -> list[bytes]:
    """So many events or more, as many as come together."""
    received: list[bytes] = []
    async with asyncio.timeout(10):
        while len(received) < count:
            received += split(await reader.next_frames(LONG))
    return received


async def read_to_the_end(reader: Reader) -> list[bytes]:
    received: list[bytes] = []
    async with asyncio.timeout(10):
        while not reader.is_over:
            received += split(await reader.next_frames(LONG))
    return received


async def test_a_reader_gets_the_events_of_its_channels_in_order() -> None:
    hub, first, second = a_hub(), posted("a", seq=1), posted("a", seq=2)

    with hub.reader("a", "b", person="ana", seconds=LONG) as reader:
        for event in (first, posted("c"), second, posted("b")):
            publish(hub, event)

        assert frames(first, second, posted("b")) == await read(reader, 3)


async def test_every_reader_of_a_channel_gets_an_event() -> None:
    hub = a_hub()

    with (
        hub.reader("a", person="ana", seconds=LONG) as one,
        hub.reader("a", person="ben", seconds=LONG) as other,
    ):
        publish(hub, posted("a"))

        assert frames(posted("a")) == await read(one, 1)
        assert frames(posted("a")) == await read(other, 1)


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
            publish(hub, event)

        assert frames(posted("a", seq=1), posted("a", seq=2)) == await read_to_the_end(reader)


async def test_a_reader_that_left_gets_nothing_more() -> None:
    hub = a_hub()
    with hub.reader("a", person="ana", seconds=LONG) as reader:
        pass

    publish(hub, posted("a"))

    assert await read_to_the_end(reader) == []


async def test_a_reader_has_the_whole_of_a_large_batch() -> None:
    hub = a_hub()
    batch = [posted("a", seq=seq) for seq in range(1, A_BATCH + 1)]
    with hub.reader("a", person="ana", seconds=LONG) as reader:
        for event in batch:
            publish(hub, event)

        assert frames(*batch) == await read(reader, A_BATCH)


async def test_past_the_bound_the_reader_that_is_furthest_behind_is_cut_off() -> None:
    hub = a_hub(backlog_bytes=100_000)
    with (
        hub.reader("a", person="ana", seconds=LONG) as slow,
        hub.reader("a", person="ben", seconds=LONG) as quick,
    ):
        received = []
        for seq in range(1, A_BATCH + 1):
            publish(hub, posted("a", seq=seq))
            received += await read(quick, 1)

        assert await read_to_the_end(slow) == []
    assert frames(*(posted("a", seq=seq) for seq in range(1, A_BATCH + 1))) == received


async def test_an_event_that_many_wait_for_counts_once() -> None:
    hub = a_hub(backlog_bytes=100_000, streams_per_person=1_000)
    size = Frame(frames(posted("a"))[0] + b"\n\n").size
    fitting = 100_000 // size - 1

    with ExitStack() as opened:
        readers = [
            opened.enter_context(hub.reader("a", person="ana", seconds=LONG)) for _ in range(100)
        ]
        for _ in range(fitting):
            publish(hub, posted("a"))
        received = [len(await read(reader, fitting)) for reader in readers]

    assert [fitting] * 100 == received


async def test_what_a_reader_leaves_behind_no_longer_counts() -> None:
    hub = a_hub(backlog_bytes=100_000)
    for _ in range(10):
        with hub.reader("a", person="ana", seconds=LONG):
            for seq in range(1, 51):
                publish(hub, posted("a", seq=seq))

    with hub.reader("a", person="ana", seconds=LONG) as reader:
        publish(hub, posted("a"))

        assert frames(posted("a")) == await read(reader, 1)


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
            publish(hub, posted("a"))

            assert frames(posted("a")) == await read(reader, 1)


async def test_the_end_of_a_hub_ends_its_readers_and_those_that_come_late() -> None:
    hub = a_hub()

    with hub.reader("a", person="ana", seconds=LONG) as early:
        publish(hub, posted("a"))
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

    publish(hub, posted("a"))
    publish(hub, switched())

    assert [posted("a"), switched()] == observed


async def test_silence_is_told_from_the_end() -> None:
    hub = a_hub()

    with hub.reader("a", person="ana", seconds=LONG) as reader:
        silent = await reader.next_frames(silence=0), reader.is_over
        publish(hub, posted("a"))
        hub.end()
        ended = await reader.next_frames(silence=LONG), reader.is_over

    assert silent == (b"", False)
    assert ended == (b"", True)


async def test_an_event_goes_out_as_the_bytes_of_its_record() -> None:
    hub = a_hub()
    record = as_record(posted("a"), later_field="of a later version")

    with hub.reader("a", person="ana", seconds=LONG) as reader:
        await hub.handle([record])

        assert split(await reader.next_frames(LONG)) == [
            b"event: MessagePosted\ndata: " + (record.value or b"")
        ]


async def test_line_breaks_between_fields_do_not_break_an_event() -> None:
    hub = a_hub()
    record = as_record(posted("a"), indent=2)

    with hub.reader("a", person="ana", seconds=LONG) as reader:
        await hub.handle([record])

        assert split(await reader.next_frames(LONG)) == frames(posted("a"))


async def test_a_record_of_a_channel_that_nobody_reads_is_not_parsed() -> None:
    observed: list[LiveEvent] = []
    hub = a_hub(observed, peek=lambda record: (record.key or b"").decode())

    with hub.reader("a", person="ana", seconds=LONG) as reader:
        await hub.handle([as_record(posted("b")), as_record(posted("a"))])

        assert split(await reader.next_frames(LONG)) == frames(posted("a"))
    assert observed == [posted("a")]


async def test_a_record_that_nobody_reads_is_seen_to_make_things_old_and_not_parsed() -> None:
    observed: list[LiveEvent] = []
    passed: list[bytes | None] = []
    hub = LiveHub(
        lambda _: ["a"],
        observed.append,
        peek=lambda record: (record.key or b"").decode(),
        passed=lambda record: passed.append(record.key),
    )

    await hub.handle([booking_record(a_booking("b")), booking_tombstone("c")])

    assert (observed, passed) == ([], [b"b", b"c"])


async def test_a_booking_goes_out_as_both_sides_see_it_and_not_as_its_platform_wrote_it() -> None:
    booking = booking_record(a_booking("a"))
    later = json.dumps({**json.loads(booking.value or b""), "secretNote": "VIP"}, indent=1).encode()
    hub = LiveHub(lambda _: ["a"], observe=lambda _: None)

    with hub.reader("a", person="ana", seconds=LONG) as reader:
        await hub.handle([replace(booking, value=later), booking_tombstone("a")])
        written = await reader.next_frames(LONG)

    withdrawn = b'event: BookingWithdrawn\ndata: {"bookingId":"a","locationId":null}'
    assert [*frames(told_of(a_booking("a"))), withdrawn] == split(written)


async def test_a_tombstone_without_a_usable_key_tells_nobody_anything() -> None:
    observed: list[LiveEvent] = []
    hub = LiveHub(lambda _: [], observed.append)

    await hub.handle([booking_tombstone(key) for key in ("", "a b", "x" * 200)])

    assert observed == []
