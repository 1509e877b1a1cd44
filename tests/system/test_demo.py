"""The demo that a person runs is the shortest proof that the line stands."""

import io

from rich.console import Console

from devstack.demo import play
from devstack.seed import seed
from support.chat import NOON
from support.running_system import RunningSystem

STEPS = [
    "a customer gets a link by email",
    "the customer opens the link",
    "Ana Ferreira logs in",
    "Ana Ferreira asks for alerts by webhook",
    "Ana Ferreira asks for alerts by email",
    "the new address is confirmed by its link",
    "Ana Ferreira sees it live",
    "it is unread for staff",
    "the webhook is called, rightly signed",
    "the email arrives",
    "the dashboard says why",
    "nothing is unread for staff",
    "the customer sees it live",
    "it is unread for the customer",
    "Ana Ferreira sees that it was seen",
    "a workflow system hears customer_message_received",
]


async def test_the_demo_plays_a_conversation_through_every_service(
    system: RunningSystem,
) -> None:
    await seed(system.doors, NOON.date())
    screen = io.StringIO()

    await play(system.doors, Console(file=screen, width=120))

    shown = screen.getvalue()
    happened = [step for step in STEPS if f"✓ {step}" in shown]
    assert happened == STEPS


async def test_seeding_again_changes_nothing(system: RunningSystem) -> None:
    first = await seed(system.doors, NOON.date())
    before = await system.core("/locations/lisbon-river/threads?limit=200")

    again = await seed(system.doors, NOON.date())

    after = await system.core("/locations/lisbon-river/threads?limit=200")
    assert before.json() == after.json()
    assert [link.booking_id for link in first.links] == [link.booking_id for link in again.links]
