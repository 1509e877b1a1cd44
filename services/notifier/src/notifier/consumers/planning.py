"""Plans deliveries: load what is known, plan, store the plan in one transaction.

Nothing is sent here, so a destination that hangs delays no event.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast, get_args

from booking_chat.contracts.events import ChatEvent
from booking_chat.service.messaging.consumer import Delivery, decoding
from booking_chat.service.messaging.records import RecordsHandler
from notifier.domain.planning.plan import PlanningEvent, Rules, plan
from notifier.storage.plans import OutdatedError, PlanStore

MAX_PLANS = 10
"""Attempts to plan a batch before it waits as after any other failure."""

_EVENTS: dict[str, type[ChatEvent]] = {event.__name__: event for event in get_args(PlanningEvent)}


def planning(
    plans: PlanStore,
    rules: Rules,
    clock: Callable[[], datetime],
    on_planned: Callable[[], None],
) -> RecordsHandler:
    """Another handler of `chat.events.v1`. `on_planned` is called after a plan was stored.

    Events that cannot be read are skipped: the handler of alert events dead-letters them.
    """

    async def plan_deliveries(deliveries: Sequence[Delivery[ChatEvent]]) -> None:
        # `decoding` gives the types of `_EVENTS` and no others.
        events = [cast("PlanningEvent", delivery.envelope.data) for delivery in deliveries]
        for remaining in reversed(range(MAX_PLANS)):
            try:
                await plans.save(plan(events, await plans.load(events), rules, clock()))
            except OutdatedError:
                if remaining == 0:
                    raise
            else:
                break
        on_planned()

    return decoding(_EVENTS, None, plan_deliveries)
