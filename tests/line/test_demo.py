"""The demo that a person runs is the shortest proof that the line stands."""

import io

from rich.console import Console

from chat import NOON
from devstack.demo import play
from devstack.seed import seed
from line.running_system import RunningSystem


async def test_the_demo_plays_a_conversation_through_every_service(
    system: RunningSystem,
) -> None:
    await seed(system.doors, NOON.date())
    screen = io.StringIO()

    await play(system.doors, Console(file=screen, width=120))

    steps = [line for line in screen.getvalue().splitlines() if "✓" in line]
    assert "a workflow system hears customer_message_received" in steps[-1]
    assert len(steps) == 21


async def test_seeding_again_changes_nothing(system: RunningSystem) -> None:
    first = await seed(system.doors, NOON.date())
    before = await system.core("/locations/lisbon-river/threads?limit=200")

    again = await seed(system.doors, NOON.date())

    after = await system.core("/locations/lisbon-river/threads?limit=200")
    assert before.json() == after.json()
    assert [link.booking_id for link in first.links] == [link.booking_id for link in again.links]
