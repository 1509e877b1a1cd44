"""Live events from one hub to many readers."""

import asyncio

from booking_chat.contracts.values import BookingKeyed
from booking_chat.live import READER_QUEUE_SIZE, LiveEvent, LiveHub, Reader
from live_words import posted, switched

LONG = 3600.0


def a_hub(observed: list[LiveEvent] | None = None) -> LiveHub:
    """Channels are booking ids."""
    return LiveHub(
        lambda event: [event.data.booking_id] if isinstance(event.data, BookingKeyed) else [],
        observe=(observed if observed is not None else []).append,
    )


async def read_to_the_end(reader: Reader) -> list[LiveEvent]:
    async with asyncio.timeout(10):
        return [event async for event in reader.events()]


async def test_a_reader_gets_the_events_of_its_channels_in_order() -> None:
    hub, first, second = a_hub(), posted("a", seq=1), posted("a", seq=2)

    with hub.reader("a", "b", seconds=LONG) as reader:
        for event in (first, posted("c"), second, posted("b")):
            hub.publish(event)
        events = reader.events()
        received = [await anext(events) for _ in range(3)]

    assert [first, second, posted("b")] == received


async def test_every_reader_of_a_channel_gets_an_event() -> None:
    hub = a_hub()

    with hub.reader("a", seconds=LONG) as one, hub.reader("a", seconds=LONG) as other:
        hub.publish(posted("a"))

        assert posted("a") == await anext(one.events())
        assert posted("a") == await anext(other.events())


async def test_a_reader_that_left_gets_nothing_more() -> None:
    hub = a_hub()
    with hub.reader("a", seconds=LONG) as reader:
        pass

    hub.publish(posted("a"))

    assert reader.queue.empty()


async def test_a_slow_reader_is_cut_off_and_the_others_go_on() -> None:
    hub = a_hub()
    with hub.reader("a", seconds=LONG) as slow, hub.reader("a", seconds=LONG) as quick:
        events, received = quick.events(), []
        for seq in range(1, READER_QUEUE_SIZE + 2):
            hub.publish(posted("a", seq=seq))
            received.append(await anext(events))

        assert await read_to_the_end(slow) == []
    assert [posted("a", seq=seq) for seq in range(1, READER_QUEUE_SIZE + 2)] == received


async def test_a_full_queue_is_not_yet_slow() -> None:
    hub = a_hub()
    with hub.reader("a", seconds=LONG) as reader:
        for seq in range(1, READER_QUEUE_SIZE + 1):
            hub.publish(posted("a", seq=seq))

        assert not reader.ended


async def test_the_end_of_a_hub_ends_its_readers_and_those_that_come_late() -> None:
    hub = a_hub()

    with hub.reader("a", seconds=LONG) as early:
        hub.end()
        with hub.reader("a", seconds=LONG) as late:
            assert await read_to_the_end(early) == []
            assert await read_to_the_end(late) == []


async def test_a_reader_ends_with_its_right_to_read() -> None:
    hub = a_hub()

    with hub.reader("a", seconds=0) as reader:
        assert await read_to_the_end(reader) == []


async def test_every_event_is_observed_whoever_reads() -> None:
    observed: list[LiveEvent] = []
    hub = a_hub(observed)

    hub.publish(posted("a"))
    hub.publish(switched())

    assert [posted("a"), switched()] == observed
