"""Whether every customer's message has its alert."""

import json

from booking_chat.contracts.alerts import CUSTOMER_MESSAGE_RECEIVED
from booking_chat.contracts.envelope import Record
from booking_chat.contracts.topics import Topic
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_reader import LogReader
from faults.ledger import Ledger


async def messages_without_alert(bootstrap: str, topic: Topic, ledger: Ledger) -> list[str]:
    """One line for each accepted customer's message that nobody was alerted of.

    Alerts may come twice, with the same id: readers drop the second one.
    """
    alerted: set[str] = set()
    async with LogReader(KafkaConnection(bootstrap)) as reader:
        for partition, span in (await reader.spans(topic)).items():
            async for records in reader.read(topic, partition, span):
                alerted |= {_message_of(record) for record in records if _is_to_act(record)}
    return [
        f"nobody was alerted of message {sent.number} by {sent.writer}"
        for sent in ledger.by_id.values()
        if sent.writer.startswith("customer")
        and sent.accepted_at is not None
        and sent.message_id not in alerted
    ]


def _message_of(record: Record) -> str:
    return str(json.loads(record.value or b"{}")["messageId"])


def _is_to_act(record: Record) -> bool:
    return ("ce_type", CUSTOMER_MESSAGE_RECEIVED.encode()) in record.headers
