"""Publishes alert events for new messages.

Order: load the marks, publish what is due, raise the marks. A crash between publishing and
raising publishes the same alerts again, with the same ids, and readers drop ids that they have
seen. Raising the marks first would lose them instead.
"""

from collections.abc import Sequence

from booking_chat.contracts.envelope import encode
from booking_chat.contracts.events import EVENTS, ChatEvent, MessagePosted
from booking_chat.contracts.topics import ALERTS
from booking_chat.service.messaging.consumer import DeadLetterQueue, Delivery, decoding
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import RecordsHandler
from notifier.domain.alert_events import due_alerts
from notifier.storage.alerted_threads import AlertedThreads


def alerting(
    threads: AlertedThreads, publisher: Publisher, dead_letters: DeadLetterQueue
) -> RecordsHandler:
    """The handler of `chat.events.v1`; offsets are committed after it returns.

    It reads events of every kind, so that any event that cannot be read is dead-lettered.
    """

    async def alert(deliveries: Sequence[Delivery[ChatEvent]]) -> None:
        events = [delivery.envelope.data for delivery in deliveries]
        messages = [event for event in events if isinstance(event, MessagePosted)]
        due = due_alerts(messages, await threads.marks({message.thread_id for message in messages}))
        if due.alerts:
            await publisher.publish_all(ALERTS, [(encode(alert), None) for alert in due.alerts])
            await threads.raise_marks(due.marks)

    return decoding(EVENTS, dead_letters, alert)
