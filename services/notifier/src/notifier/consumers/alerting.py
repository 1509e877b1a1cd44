"""Publishes alert events for new messages.

Order: load the marks, publish what is due, raise the marks. A crash between publishing and
raising publishes the same alerts again, with the same ids, and readers drop ids that they have
seen. Raising the marks first would lose them instead.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from booking_chat.contracts.envelope import encode
from booking_chat.contracts.events import EVENTS, ChatEvent, MessagePosted
from booking_chat.contracts.topics import ALERTS
from booking_chat.service.messaging.consumer import DeadLetterQueue, Delivery, decoding
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import RecordsHandler
from notifier.domain.alert_events import due_alerts
from notifier.domain.public_links import PublicLinks
from notifier.domain.surroundings import Surroundings, surroundings_of
from notifier.storage.alerted_threads import AlertedThreads
from notifier.storage.projections import Projections

Around = Callable[[Sequence[MessagePosted]], Awaitable[Mapping[str, Surroundings]]]
"""What is known around messages, by booking id."""


def around_messages(bookings: Projections, links: PublicLinks) -> Around:
    """The bookings as they are now, and the links of their conversations."""

    async def around(messages: Sequence[MessagePosted]) -> Mapping[str, Surroundings]:
        known = await bookings.bookings({message.booking_id for message in messages})
        return {
            message.booking_id: surroundings_of(
                known.get(message.booking_id), links.thread(message.location_id, message.thread_id)
            )
            for message in messages
        }

    return around


async def nothing_around(_: Sequence[MessagePosted]) -> Mapping[str, Surroundings]:
    return {}


def alerting(
    threads: AlertedThreads,
    publisher: Publisher,
    dead_letters: DeadLetterQueue,
    around: Around = nothing_around,
) -> RecordsHandler:
    """The handler of `chat.events.v1`; offsets are committed after it returns.

    It reads events of every kind, so that any event that cannot be read is dead-lettered.
    """

    async def alert(deliveries: Sequence[Delivery[ChatEvent]]) -> None:
        events = [delivery.envelope.data for delivery in deliveries]
        messages = [event for event in events if isinstance(event, MessagePosted)]
        marks = await threads.marks({message.thread_id for message in messages})
        due = due_alerts(messages, marks, await around(messages))
        if due.alerts:
            await publisher.publish_all(ALERTS, [(encode(alert), None) for alert in due.alerts])
            await threads.raise_marks(due.marks)

    return decoding(EVENTS, dead_letters, alert)
