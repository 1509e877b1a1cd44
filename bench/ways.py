"""The whole path from a post to whoever reads, ours and bare."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

import live
import world
from booking_chat.contracts.topics import COMMANDS, EVENTS
from devstack.ports import free_port
from stack import SERVICES, Stack
from whole_line import DASHBOARD, PORTAL, POST_PATH, Line


@dataclass(frozen=True, slots=True)
class Way:
    """Where to post, where to read, and whose processor time counts."""

    port: int
    path: str
    server: live.Server
    pids: Mapping[str, int]


def ours(line: Line) -> Way:
    """Customers post at the portal, and staff read at the dashboard."""
    ports = line.stack.addresses.ports
    server = live.Server(
        pid=line.pids[DASHBOARD],
        port=ports[DASHBOARD],
        paths=[f"/api/locations/{place.id}/events" for place in world.PLACES],
        header=f"Authorization: Bearer {line.token}",
        topic=EVENTS,
    )
    return Way(ports[PORTAL], POST_PATH, server, {name: line.pids[name] for name in SERVICES})


@asynccontextmanager
async def bare(stack: Stack) -> AsyncIterator[Way]:
    """One gateway for both, and a pipeline behind it."""
    commands = await stack.make_topic(COMMANDS, f"bare.way-commands-{perf_counter()}")
    events = await stack.make_topic(EVENTS, f"bare.way-events-{perf_counter()}")
    port, config = free_port(), stack.config
    topics = [commands.name, events.name]
    pipeline = ["pipeline", config.kafka_bootstrap, config.mongo_url, *topics]
    gateway = ["gateway", str(port), config.kafka_bootstrap, *topics]
    async with (
        stack.script("bare.py", pipeline) as core,
        stack.script("bare.py", gateway, port) as pid,
    ):
        server = live.Server(pid, port, ["/events"], "X-Nothing: 1", events)
        yield Way(port, "/", server, {"core": core, "gateway": pid})
