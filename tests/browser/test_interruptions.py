"""Whatever is away in mid-conversation, no message is lost, doubled or out of order on screen."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

from playwright.async_api import expect

from browser.people import TALL, Customer, People
from browser.place import Booked, Place
from browser.talk import PATIENCE_MILLISECONDS
from support.engines import Engines
from support.running_system import RunningSystem

FROZEN_SECONDS = 7.0
"""Longer than the five seconds that a gateway gives Kafka before it says 503."""
LOST = "Connection lost. Reconnecting…"
OFFLINE = "You are offline. Your messages are saved and sent when you are back online."


async def in_conversation(place: Place, people: People) -> tuple[Booked, Customer]:
    """A customer who has the page open, after a word from each side."""
    booked = await place.booked()
    await place.say(booked, (None, "Hello"), (place.administrator, "Hi Zoë"))
    customer = await people.customer(booked, **TALL)
    await customer.opens_the_link()
    await customer.sees("Hello", "Hi Zoë")
    return booked, customer


async def staff_write(place: Place, booked: Booked, *texts: str) -> None:
    """By the public interface, with_backoff."""
    async with place.client() as staff:
        for text in texts:
            await staff.post(booked.thread_id, str(uuid4()), text)


async def customer_writes_slowly(customer: Customer, texts: Sequence[str]) -> None:
    for text in texts:
        await customer.writes(text)
        await asyncio.sleep(0.2)


def by_one_writer(texts: Sequence[str], written: Sequence[str]) -> list[str]:
    """What of `texts` is of `written`, in the order of `texts`."""
    return [text for text in texts if text in written]


async def check(
    place: Place, customer: Customer, by_customer: Sequence[str], by_staff: Sequence[str]
) -> None:
    """Everything is on screen once, as it is stored, and each writer's words in their order."""
    written = ["Hello", "Hi Zoë", *by_customer, *by_staff]

    shown = await customer.sees_all_stored(len(written))

    assert shown == await place.stored(customer.booked)
    assert sorted(shown) == sorted(written)
    assert by_one_writer(shown, by_customer) == list(by_customer)
    assert by_one_writer(shown, by_staff) == list(by_staff)
    await expect(customer.page.get_by_text(LOST)).to_be_hidden(timeout=PATIENCE_MILLISECONDS)


async def test_a_page_that_is_loaded_again_shows_the_same_conversation(
    place: Place, people: People
) -> None:
    booked, customer = await in_conversation(place, people)
    await customer.writes("Is there parking?", "And a lift?")
    await staff_write(place, booked, "Yes, both.")
    before = await customer.sees_all_stored(5)

    await customer.reloads()

    assert await customer.sees_all_stored(5) == before


async def test_a_message_that_is_on_its_way_when_the_page_is_loaded_again_arrives_once(
    place: Place, people: People
) -> None:
    _, customer = await in_conversation(place, people)
    texts = [f"Line {number}" for number in range(1, 6)]

    for text in texts:
        await customer.writes(text)
        await customer.reloads()

    await customer.sees_exactly("Hello", "Hi Zoë", *texts)


async def test_offline_and_back_nothing_is_missing(place: Place, people: People) -> None:
    booked, customer = await in_conversation(place, people)
    page = customer.page

    await customer.goes_offline()
    await expect(page.get_by_text(OFFLINE)).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    await customer.writes("One", "Two", "Three")
    await staff_write(place, booked, "Four", "Five")
    assert [line.text for line in await customer.lines()] == [
        *("Hello", "Hi Zoë", "One", "Two", "Three")
    ]
    await customer.comes_back_online()

    await check(place, customer, ["One", "Two", "Three"], ["Four", "Five"])
    await expect(page.get_by_text(OFFLINE)).to_be_hidden()


async def test_a_gateway_that_is_killed_in_mid_conversation_costs_no_message(
    place: Place, people: People, system: RunningSystem
) -> None:
    booked, customer = await in_conversation(place, people)
    by_customer = [f"Customer {number}" for number in range(1, 21)]
    by_staff = [f"Staff {number}" for number in range(1, 21)]

    async def killed_and_back() -> None:
        for _ in range(2):
            await asyncio.sleep(0.7)
            await system.kill("portal-gateway")
            await asyncio.sleep(0.3)
            await system.start_one("portal-gateway")

    await asyncio.gather(
        customer_writes_slowly(customer, by_customer),
        staff_write(place, booked, *by_staff),
        killed_and_back(),
    )

    await check(place, customer, by_customer, by_staff)


async def test_while_the_gateway_is_away_the_page_says_so_and_keeps_what_is_written(
    place: Place, people: People, system: RunningSystem
) -> None:
    _, customer = await in_conversation(place, people)

    await system.kill("portal-gateway")
    await expect(customer.page.get_by_text(LOST)).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    await customer.writes("Are you there?")
    await customer.sees_state("Are you there?", "failed")
    await system.start_one("portal-gateway")

    await check(place, customer, ["Are you there?"], [])


async def test_kafka_may_be_away_for_a_while(
    place: Place, people: People, engines: Engines
) -> None:
    booked, customer = await in_conversation(place, people)

    await engines.freeze_kafka()
    try:
        writing = asyncio.create_task(staff_write(place, booked, "Four", "Five"))
        await customer.writes("One", "Two", "Three")
        await asyncio.sleep(FROZEN_SECONDS)
        assert [line.seq for line in await customer.lines()] == [1, 2, None, None, None]
    finally:
        await engines.thaw_kafka()
    await writing

    await check(place, customer, ["One", "Two", "Three"], ["Four", "Five"])
