"""Alert events that are due: once for each message, however often its event is read. Pure.

A thread's events first arrive in the order of their seqs, so one number per thread, its mark,
tells a new message from a copy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from booking_chat.contracts.alerts import (
    ALERTS_SOURCE,
    CHAT_MESSAGE_CREATED,
    CUSTOMER_MESSAGE_RECEIVED,
    Alert,
    ChatMessageCreated,
    CustomerMessageReceived,
)
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.ids import derived_id
from booking_chat.contracts.texts import normalised
from booking_chat.contracts.values import SenderType, preview
from notifier.domain.surroundings import NOTHING_KNOWN, Surroundings


@dataclass(frozen=True, slots=True)
class DueAlerts:
    """Alerts in the order of their messages, and the marks of their threads afterwards."""

    alerts: list[Envelope[Alert]]
    marks: dict[str, int]


def due_alerts(
    messages: Sequence[MessagePosted],
    marks: Mapping[str, int],
    surroundings: Mapping[str, Surroundings] = MappingProxyType({}),
) -> DueAlerts:
    """The alerts for the messages above their threads' marks.

    Each message is a `chat_message_created`, each of a customer a `customer_message_received`
    too. `marks` holds the seq up to which alerts went out, by thread id, without the threads
    that never had one. `surroundings` are by booking id.
    """
    raised: dict[str, int] = {}
    alerts: list[Envelope[Alert]] = []
    for message in messages:
        mark = raised.get(message.thread_id, marks.get(message.thread_id, 0))
        if message.seq > mark:
            raised[message.thread_id] = message.seq
            around = surroundings.get(message.booking_id, NOTHING_KNOWN)
            received = _received(message, around)
            alerts.append(_alert(CHAT_MESSAGE_CREATED, message, _created(message, received)))
            if message.sender_type is SenderType.CUSTOMER:
                alerts.append(_alert(CUSTOMER_MESSAGE_RECEIVED, message, received))
    return DueAlerts(alerts, raised)


def _alert(kind: str, message: MessagePosted, data: Alert) -> Envelope[Alert]:
    return Envelope(
        id=derived_id(kind, message.message_id),
        type=kind,
        source=ALERTS_SOURCE,
        time=message.sent_at,
        data=data,
    )


def _received(message: MessagePosted, around: Surroundings) -> CustomerMessageReceived:
    return CustomerMessageReceived(
        **around.fields,
        booking_id=message.booking_id,
        thread_id=message.thread_id,
        location_id=message.location_id,
        message_id=message.message_id,
        seq=message.seq,
        customer_name=normalised(message.customer_name),
        message_preview=preview(message.text),
        confirmation_code=normalised(message.confirmation_code),
        occurred_at=message.sent_at,
    )


def _created(message: MessagePosted, received: CustomerMessageReceived) -> ChatMessageCreated:
    return ChatMessageCreated(
        **received.model_dump(by_alias=False),
        sender_type=message.sender_type,
        sender_name=normalised(message.sender_name),
    )
