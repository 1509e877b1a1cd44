"""Due alerts for ten webhooks, sent by one notifier: all ten answer, and then one of them hangs."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter

import httpx

import world
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.destinations import DestinationKind, Subscription
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.values import SenderType
from booking_chat.service.storage.mongo import Client, connect, disconnect
from devstack.ports import free_ports
from notifier.channels.signing import new_secret
from notifier.domain.destinations.changes import Changed
from notifier.domain.destinations.destination import Destination, Secret
from notifier.domain.planning.plan import Known, Plan, Rules, plan
from notifier.storage.collections import Collections
from notifier.storage.destinations import DestinationStore
from report import Figure, Spread
from stack import Stack
from usage import cpu_seconds

NOTIFIER = "notifier"
LOCATION = "bench"
WEBHOOKS = 10
TENTH = "/9"
NOBODY = ActingOperator(operator_id="bench")
_CHUNK_EVENTS = 500
_POLL_SECONDS = 0.1
_LONGEST_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What nine webhooks got, from the first alert to the last; the tenth is not in it."""

    per_second: float
    cpu_microseconds: float


async def measure(stack: Stack, due: int) -> AsyncIterator[Figure]:
    """`due` alerts in each of two runs, on a database that is emptied before each."""
    healthy = await _run(stack, due, dead="none")
    with_dead = await _run(stack, due, dead=TENTH)
    per_second = "alerts sent to nine webhooks of ten"
    yield Figure(f"{per_second}, the tenth answers", "1/s", Spread([healthy.per_second]))
    yield Figure(f"{per_second}, the tenth hangs", "1/s", Spread([with_dead.per_second]))
    yield Figure("the notifier's processor time an alert", "µs", Spread([healthy.cpu_microseconds]))


async def _run(stack: Stack, due: int, dead: str) -> Sent:
    ports = free_ports(WEBHOOKS)
    client = connect(stack.config.mongo_url, stack.config.mongo_driver)
    try:
        await _fill(client, ports, due // WEBHOOKS)
    finally:
        await disconnect(client)
    async with (
        stack.script("hooks.py", [dead, *map(str, ports)], ports[-1]),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{ports[0]}") as hooks,
        stack.services(NOTIFIER) as pids,
    ):
        return await _watch(hooks, pids[NOTIFIER], due // WEBHOOKS)


async def _watch(hooks: httpx.AsyncClient, pid: int, each: int) -> Sent:
    nine = [path for path in map(_path, range(WEBHOOKS)) if path != TENTH]
    begun: tuple[int, float, float] | None = None
    async with asyncio.timeout(_LONGEST_SECONDS):
        while True:
            counts = (await hooks.get("/counts")).json()
            sent = sum(counts.get(path, 0) for path in nine)
            if sent and begun is None:
                begun = sent, perf_counter(), cpu_seconds(pid)
            if begun is not None and all(counts.get(path, 0) >= each for path in nine):
                break
            await asyncio.sleep(_POLL_SECONDS)
    before, start, cpu = begun
    return Sent(
        per_second=(sent - before) / (perf_counter() - start),
        cpu_microseconds=(cpu_seconds(pid) - cpu) / (sum(counts.values()) - before) * 1e6,
    )


async def _fill(client: Client, ports: Sequence[int], each: int) -> None:
    """So many conversations with one message each, due at all ten webhooks."""
    of = Collections(client)
    for collection in (of.deliveries, of.destinations, of.threads):
        await collection.delete_many({})
    destinations = [_destination(number, port) for number, port in enumerate(ports)]
    for destination in destinations:
        await DestinationStore(of).add(Changed(destination), [])
    known = Known(destinations={LOCATION: destinations})
    now = datetime.now(UTC)
    for start in range(0, each, _CHUNK_EVENTS):
        numbers = range(start, min(start + _CHUNK_EVENTS, each))
        await _store(of, plan([_event(number, now) for number in numbers], known, Rules(), now))


async def _store(of: Collections, made: Plan) -> None:
    await of.threads.insert_many([thread.document() for thread in made.threads])
    await of.deliveries.insert_many([delivery.document() for delivery in made.deliveries])


def _path(number: int) -> str:
    return f"/{number}"


def _event(number: int, now: datetime) -> MessagePosted:
    booking = f"alerted-{number}"
    thread, client_message_id = thread_id(booking), f"1b4e28ba-2fa1-41d2-883f-{number:012}"
    return MessagePosted(
        booking_id=booking,
        thread_id=thread,
        location_id=LOCATION,
        message_id=message_id(thread, client_message_id),
        client_message_id=client_message_id,
        seq=1,
        sender_type=SenderType.CUSTOMER,
        sender_name="Ada Lovelace",
        text=world.some_text(),
        sent_at=now,
        customer_name="Ada Lovelace",
        confirmation_code=f"{number:06d}-bench",
    )


def _destination(number: int, port: int) -> Destination:
    created = datetime.now(UTC) - timedelta(days=1)
    return Destination(
        id=f"hook-{number}",
        location_id=LOCATION,
        kind=DestinationKind.WEBHOOK,
        name=f"Hook {number}",
        url=f"http://127.0.0.1:{port}{_path(number)}",
        address=None,
        events=(Subscription.CUSTOMER_MESSAGE_RECEIVED,),
        secrets=(Secret(value=new_secret()),),
        verified=True,
        unsubscribe_token=f"unsubscribe-{number}",
        created_at=created,
        created_by=NOBODY,
        changed_at=created,
        changed_by=NOBODY,
    )
