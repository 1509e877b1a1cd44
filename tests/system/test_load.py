"""10,000 messages at once, some of them sent twice: nothing lost, doubled or miscounted."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

from booking_chat.contracts.http.views import MessageAccepted, MessageView
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import SenderType
from booking_chat.service.messaging.publisher import Publisher
from devstack.client import StaffClient
from support.running_system import RunningSystem
from system.histories import alerts_of, history
from system.people import People, people

CUSTOMERS = 20
OPERATORS = 5
BY_EACH_CUSTOMER = 400
BY_EACH_OPERATOR = 400
SENT_TWICE = 0.05


@dataclass
class Accepted:
    """What senders were told: text by message id, for each booking."""

    by_booking: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, booking: str, told: MessageAccepted, text: str) -> None:
        self.by_booking.setdefault(booking, {})[told.message_id] = text


async def write(
    post: Callable[[str, str], Awaitable[MessageAccepted]],
    texts: list[tuple[str, str]],
    accepted: Accepted,
    chance: random.Random,
) -> None:
    """Posts (booking, text) one after the other; now and then the same one twice."""
    for booking, text in texts:
        client_id = str(uuid4())
        for _ in range(2 if chance.random() < SENT_TWICE else 1):
            accepted.note(booking, await post(client_id, text), text)


async def everybody_writes(crowd: People) -> Accepted:
    accepted, chance = Accepted(), random.Random(7)  # noqa: S311 - not a secret
    customers = [
        write(
            customer.post,
            [(booking, f"customer {number}") for number in range(BY_EACH_CUSTOMER)],
            accepted,
            chance,
        )
        for booking, customer in zip(crowd.bookings, crowd.customers, strict=True)
    ]
    operators = [answer(operator, crowd, accepted, chance) for operator in crowd.staff]
    await asyncio.gather(*customers, *operators)
    return accepted


async def answer(
    operator: StaffClient, crowd: People, accepted: Accepted, chance: random.Random
) -> None:
    """One operator answers in all conversations in turn."""
    for number in range(BY_EACH_OPERATOR):
        booking = crowd.bookings[number % len(crowd.bookings)]
        thread = thread_id(booking)

        async def post(client_id: str, text: str, thread: str = thread) -> MessageAccepted:
            return await operator.post(thread, client_id, text)

        await write(post, [(booking, f"operator {number}")], accepted, chance)


async def test_ten_thousand_messages_at_once_are_each_stored_exactly_once(
    system: RunningSystem, publisher: Publisher
) -> None:
    async with people(system, publisher, CUSTOMERS, OPERATORS) as crowd:
        for booking in crowd.bookings:
            await crowd.staff[0].open_thread(booking)
        await system.until_decided()

        accepted = await everybody_writes(crowd)

        balance = await system.until_decided()
        assert balance["balanced"]
        assert sum(map(len, accepted.by_booking.values())) == 10_000
        alerts: Counter[str] = Counter()
        for booking in crowd.bookings:
            messages = await history(crowd.staff[0], booking)
            told = accepted.by_booking[booking]
            assert {m.message_id: m.text for m in messages} == told
            assert [m.seq for m in messages] == list(range(1, len(told) + 1))
            await check_unread(crowd.staff[0], booking, messages)
            by_customer = [m for m in messages if m.sender_type is SenderType.CUSTOMER]
            alerts += await alerts_of(system, booking, at_least=len(by_customer))
            assert all(alerts[m.message_id] == 1 for m in by_customer)
        assert len(alerts) == CUSTOMERS * BY_EACH_CUSTOMER


async def check_unread(operator: StaffClient, booking: str, messages: list[MessageView]) -> None:
    """Unread counts equal a recount over the history."""
    thread = await operator.thread(thread_id(booking))
    after_mark = [m for m in messages if m.seq > thread.operator_read_seq]
    recount = sum(m.sender_type is SenderType.CUSTOMER for m in after_mark)
    assert (thread.last_seq, thread.unread) == (len(messages), recount)
