"""From message events to alert events: load the marks, publish what is due, raise the marks.

A crash between publishing and raising gives the same alerts once more, with the same ids: a
reader of alerts drops an id that it has seen. Raising first would lose them instead.
"""

from collections.abc import Sequence

from booking_chat.contracts.events import MessagePosted
from booking_chat.envelope import encode
from booking_chat.service.consumer import DeadLetters, Delivery, decoding, patiently
from booking_chat.service.kafka import Publisher, RecordsHandler
from booking_chat.topics import ALERTS
from notifier.alerting import due_alerts
from notifier.store import AlertedThreads

NAME = "notifier"
CONTRACTS = {MessagePosted.__name__: MessagePosted}


def alerting(threads: AlertedThreads, publisher: Publisher) -> RecordsHandler:
    """The handler of `chat.events.v1`; offsets are committed after it returns."""

    async def alert(deliveries: Sequence[Delivery[MessagePosted]]) -> None:
        messages = [delivery.envelope.data for delivery in deliveries]
        due = due_alerts(messages, await threads.marks({message.thread_id for message in messages}))
        if due.alerts:
            await publisher.publish_all(ALERTS, [(encode(alert), None) for alert in due.alerts])
            await threads.raise_marks(due.marks)

    return patiently(NAME, decoding(CONTRACTS, DeadLetters(publisher, NAME), alert))
