"""Whether the events of messages were said more than once."""

from collections import Counter

from booking_chat.contracts.topics import EVENTS
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_reader import LogReader
from chat_tools.audit.copies import is_message, message_of
from faults.ledger import Ledger


async def copies_of_events(bootstrap: str, ledger: Ledger) -> list[str]:
    """One line for each of the ledger's messages that has more than one event."""
    said: Counter[str] = Counter()
    async with LogReader(KafkaConnection(bootstrap)) as reader:
        for partition, span in (await reader.spans(EVENTS)).items():
            async for records in reader.read(EVENTS, partition, span):
                said.update(str(message_of(record)) for record in filter(is_message, records))
    return [
        f"message {sent.number} by {sent.writer} has {said[sent.message_id]} events"
        for sent in ledger.by_id.values()
        if said[sent.message_id] > 1
    ]
