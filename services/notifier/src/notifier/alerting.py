"""Which alerts are due: one for each customer message, however often its event is read.

First copies of a thread's events come in the order of its seqs, so one number a thread, its
mark, tells a message that is new from a copy. Pure: no I/O, no clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from booking_chat.contracts.alerts import CUSTOMER_MESSAGE_RECEIVED, CustomerMessageReceived
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.values import SenderType, preview
from booking_chat.envelope import Envelope
from booking_chat.ids import derived_id

SOURCE = "/notifier"


@dataclass(frozen=True, slots=True)
class DueAlerts:
    """Alerts in the order of their messages, and how far each of their threads is then alerted."""

    alerts: list[Envelope[CustomerMessageReceived]]
    marks: dict[str, int]


def due_alerts(messages: Sequence[MessagePosted], marks: Mapping[str, int]) -> DueAlerts:
    """The alerts for what customers wrote above their threads' marks.

    `marks` holds the seq up to which alerts went out, by thread id, without the threads that
    never had one.
    """
    raised: dict[str, int] = {}
    alerts = []
    for message in messages:
        mark = raised.get(message.thread_id, marks.get(message.thread_id, 0))
        if message.sender_type is SenderType.CUSTOMER and message.seq > mark:
            raised[message.thread_id] = message.seq
            alerts.append(_alert(message))
    return DueAlerts(alerts, raised)


def _alert(message: MessagePosted) -> Envelope[CustomerMessageReceived]:
    return Envelope(
        id=derived_id(CUSTOMER_MESSAGE_RECEIVED, message.message_id),
        type=CUSTOMER_MESSAGE_RECEIVED,
        source=SOURCE,
        time=message.sent_at,
        data=CustomerMessageReceived(
            booking_id=message.booking_id,
            thread_id=message.thread_id,
            location_id=message.location_id,
            message_id=message.message_id,
            seq=message.seq,
            customer_name=message.customer_name,
            message_preview=preview(message.text),
            confirmation_code=message.confirmation_code,
            occurred_at=message.sent_at,
        ),
    )
