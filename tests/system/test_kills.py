"""SIGKILL of any service in the middle of conversations: nothing accepted is missing after it."""

import asyncio
from uuid import uuid4

import pytest

from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import SenderType
from booking_chat.service.messaging.publisher import Publisher
from devstack.client import CustomerClient, StaffClient
from support.running_system import SERVICES, RunningSystem
from system.histories import alerts_of, history
from system.people import people

WRITING_BEFORE_SECONDS = 1.0
WRITING_AFTER_SECONDS = 2.0


class Conversation:
    """A customer and an operator who write in turn until they are told to stop."""

    def __init__(self, booking: str, customer: CustomerClient, operator: StaffClient) -> None:
        self.booking = booking
        self.accepted: list[str] = []
        self._customer = customer
        self._operator = operator
        self._over = asyncio.Event()

    async def go_on(self) -> None:
        """The clients try again while a service is away, always with the same id."""
        thread = thread_id(self.booking)
        while not self._over.is_set():
            told = await self._customer.post(str(uuid4()), "Are you there?")
            self.accepted.append(told.message_id)
            told = await self._operator.post(thread, str(uuid4()), "Always.")
            self.accepted.append(told.message_id)

    def end(self) -> None:
        self._over.set()


@pytest.mark.parametrize("victim", SERVICES)
async def test_a_killed_service_loses_nothing_that_was_accepted(
    system: RunningSystem, publisher: Publisher, victim: str
) -> None:
    async with people(system, publisher, customers=4, staff=1) as crowd:
        for booking in crowd.bookings:
            await crowd.staff[0].open_thread(booking)
        conversations = [
            Conversation(booking, customer, crowd.staff[0])
            for booking, customer in zip(crowd.bookings, crowd.customers, strict=True)
        ]
        writing = [asyncio.create_task(c.go_on()) for c in conversations]
        await asyncio.sleep(WRITING_BEFORE_SECONDS)

        await system.kill(victim)
        await system.start_one(victim)
        await asyncio.sleep(WRITING_AFTER_SECONDS)
        for conversation in conversations:
            conversation.end()
        await asyncio.gather(*writing)

        balance = await system.until_decided()
        assert balance["balanced"]
        for conversation in conversations:
            messages = await history(crowd.staff[0], conversation.booking)
            assert set(conversation.accepted) == {m.message_id for m in messages}
            assert [m.seq for m in messages] == list(range(1, len(conversation.accepted) + 1))
            by_customer = {m.message_id for m in messages if m.sender_type is SenderType.CUSTOMER}
            alerts = await alerts_of(system, conversation.booking, at_least=len(by_customer))
            assert set(alerts) == by_customer
