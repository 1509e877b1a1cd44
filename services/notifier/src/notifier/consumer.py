"""From events to alert events and to planned deliveries: two consumers, each with its own group.

Alert events: load the marks, publish what is due, raise the marks. A crash between publishing
and raising gives the same alerts once more, with the same ids: a reader of alerts drops an id
that it has seen. Raising first would lose them instead.

Deliveries: load what is known, plan, store the plan in one transaction. Nothing is sent here,
so that a destination that hangs keeps no event waiting.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from booking_chat.contracts.envelope import encode
from booking_chat.contracts.events import (
    EVENTS,
    ChatEvent,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadRead,
)
from booking_chat.contracts.topics import ALERTS
from booking_chat.service.messaging.consumer import DeadLetters, Delivery, decoding
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import RecordsHandler
from notifier.alerting import due_alerts
from notifier.planning.events import HeardEvent, Rules, plan
from notifier.stores.alerted_threads import AlertedThreads
from notifier.stores.plans import OutdatedError, PlanStore

NAME = "notifier"
PLANNING_GROUP = "notifier-deliveries"
MOST_PLANS = 10
"""So often is a plan made anew at once; then its batch waits as after any failure."""

_PLANNING: dict[str, type[ChatEvent]] = {
    event.__name__: event for event in (MessagePosted, ThreadRead, ThreadMarkedUnread)
}


def alerting(
    threads: AlertedThreads, publisher: Publisher, dead_letters: DeadLetters
) -> RecordsHandler:
    """The handler of `chat.events.v1`; offsets are committed after it returns.

    It reads events of every kind, so that one that cannot be read is set aside whatever its kind.
    """

    async def alert(deliveries: Sequence[Delivery[ChatEvent]]) -> None:
        events = [delivery.envelope.data for delivery in deliveries]
        messages = [event for event in events if isinstance(event, MessagePosted)]
        due = due_alerts(messages, await threads.marks({message.thread_id for message in messages}))
        if due.alerts:
            await publisher.publish_all(ALERTS, [(encode(alert), None) for alert in due.alerts])
            await threads.raise_marks(due.marks)

    return decoding(EVENTS, dead_letters, alert)


def planning(
    plans: PlanStore,
    rules: Rules,
    clock: Callable[[], datetime],
    planned: Callable[[], None],
) -> RecordsHandler:
    """The other handler of `chat.events.v1`; `planned` is called after something was stored.

    What cannot be read is passed over: the first one sets it aside.
    """

    async def plan_deliveries(deliveries: Sequence[Delivery[ChatEvent]]) -> None:
        events = [cast("HeardEvent", delivery.envelope.data) for delivery in deliveries]
        for remaining in reversed(range(MOST_PLANS)):
            try:
                await plans.save(plan(events, await plans.load(events), rules, clock()))
            except OutdatedError:
                if remaining == 0:
                    raise
            else:
                break
        planned()

    return decoding(_PLANNING, None, plan_deliveries)
