"""Live events: how many a gateway hands out a second, and what an idle reader costs it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import readers
import world
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, encode
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.topics import COMMANDS, EVENTS, Topic
from booking_chat.contracts.values import SenderType
from devstack.ports import free_port
from report import Figure, Spread
from stack import Stack
from usage import resident_megabytes
from whole_line import DASHBOARD, Line, running_line

EVENTS_COUNT = 2_000
EVENTS_AT_A_TIME = 10
READER_COUNTS = (50, 500)
IDLE_READERS = 500
SETTLING_SECONDS = 2.0
ANSWER_SECONDS = 120.0
POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Server:
    """Somebody who tells live events, and the topic where it hears of them."""

    pid: int
    port: int
    paths: Sequence[str]
    header: str
    topic: Topic


async def measure(stack: Stack, rounds: int) -> AsyncIterator[Figure]:
    """Events go straight into the topic: what stores them has no part in it."""
    commands = await stack.make_topic(COMMANDS, "bare.live-commands")
    topic = await stack.make_topic(EVENTS, "bare.live-events")
    ours: dict[int, list[float]] = {count: [] for count in READER_COUNTS}
    bare: dict[int, list[float]] = {count: [] for count in READER_COUNTS}
    memory: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        async with running_line(stack) as line:
            await _take(stack, _ours(line), ours, memory[0])
        async with _bare(stack, commands, topic) as server:
            await _take(stack, server, bare, memory[1])
    for count in READER_COUNTS:
        yield Figure(
            f"events told to {count} readers", "1/s", Spread(ours[count]), Spread(bare[count])
        )
    yield Figure("memory of an idle reader", "KiB", Spread(memory[0]), Spread(memory[1]))


async def _take(
    stack: Stack, server: Server, into: dict[int, list[float]], memory: list[float]
) -> None:
    # Memory first: what readers leave behind is used again by those that come later.
    memory.append(await _kibibytes_of_a_reader(server))
    for count in READER_COUNTS:
        into[count].append(await _told(stack, server, count))


def _ours(line: Line) -> Server:
    return Server(
        pid=line.pids[DASHBOARD],
        port=line.stack.addresses.ports[DASHBOARD],
        paths=[f"/api/locations/{world.location_id(0)}/events"],
        header=f"Authorization: Bearer {line.token}",
        topic=EVENTS,
    )


@asynccontextmanager
async def _bare(stack: Stack, commands: Topic, events: Topic) -> AsyncIterator[Server]:
    port = free_port()
    arguments = ["gateway", str(port), stack.config.kafka_bootstrap, commands.name, events.name]
    async with stack.script("bare.py", arguments, port) as pid:
        yield Server(pid, port, ["/events"], "X-Nothing: 1", events)


async def _told(stack: Stack, server: Server, count: int) -> float:
    """Events handed to readers a second, from the first one's way to Kafka to the last one read."""
    wanted = EVENTS_COUNT * count
    async with watching(server, count) as told, world.publisher(stack.config) as publisher:
        start = perf_counter()
        for some in batched(_events(EVENTS_COUNT), EVENTS_AT_A_TIME):
            await world.publish(publisher, server.topic, some)
        async with asyncio.timeout(ANSWER_SECONDS):
            while (await told()).deliveries < wanted:  # noqa: ASYNC110 - only asking tells
                await asyncio.sleep(POLL_SECONDS)
        found = await told()
    if found.deliveries != wanted:
        raise RuntimeError(f"{found.deliveries} events were told instead of {wanted}")
    return found.deliveries / (found.last - start)


async def _kibibytes_of_a_reader(server: Server) -> float:
    before = resident_megabytes(server.pid)
    async with watching(server, IDLE_READERS):
        await asyncio.sleep(SETTLING_SECONDS)
        after = resident_megabytes(server.pid)
    return (after - before) * 1e6 / 1024 / IDLE_READERS


@asynccontextmanager
async def watching(
    server: Server, count: int
) -> AsyncIterator[Callable[[], Awaitable[readers.Told]]]:
    """So many connected readers as long as the context lasts; says what they were told so far."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("readers.py")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )

    async def ask(question: str) -> bytes:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the readers cannot be asked")
        process.stdin.write(question.encode() + b"\n")
        async with asyncio.timeout(ANSWER_SECONDS):
            return await process.stdout.readline()

    async def told() -> readers.Told:
        return readers.Told(**json.loads(await ask("")))

    try:
        plan = readers.Plan(server.port, list(server.paths), server.header, count)
        if not await ask(json.dumps(asdict(plan))):
            raise RuntimeError("the readers could not connect")
        yield told
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def batched(records: Sequence[OutgoingRecord], size: int) -> Iterator[Sequence[OutgoingRecord]]:
    return (records[start : start + size] for start in range(0, len(records), size))


def _events(count: int) -> list[OutgoingRecord]:
    """Messages of one booking of the first place, as chat-core publishes them."""
    return [_posted(world.booking_id(0), seq) for seq in range(1, count + 1)]


def _posted(booking: str, seq: int) -> OutgoingRecord:
    now, client_id = datetime.now(UTC), str(uuid4())
    thread = thread_id(booking)
    data = MessagePosted(
        booking_id=booking,
        thread_id=thread,
        location_id=world.location_id(0),
        message_id=message_id(thread, client_id),
        client_message_id=client_id,
        seq=seq,
        sender_type=SenderType.CUSTOMER,
        sender_name="Guest",
        text=world.some_text(),
        sent_at=now,
        customer_name="Guest",
        confirmation_code="bench",
    )
    return encode(Envelope(str(uuid4()), "MessagePosted", "/chat-core", now, data))
