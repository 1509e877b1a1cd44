"""What a running system has stored and published about a booking."""

import json
from collections import Counter

from booking_chat.contracts.alerts import CUSTOMER_MESSAGE_RECEIVED
from booking_chat.contracts.http.views import MessageView
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import ALERTS
from devstack.client import StaffClient
from support.running_system import RunningSystem
from support.topic_reader import records_of


async def history(operator: StaffClient, booking: str) -> list[MessageView]:
    """The whole thread of a booking, page by page."""
    found: list[MessageView] = []
    while page := await operator.messages(thread_id(booking), found[-1].seq if found else 0):
        found += page
    return found


async def alerts_of(system: RunningSystem, booking: str, at_least: int) -> Counter[str]:
    """Alert events about so many of customers' messages or more: how many each, by message id."""
    records = await records_of(
        system.doors.kafka,
        ALERTS,
        booking,
        at_least=at_least,
        of_type=CUSTOMER_MESSAGE_RECEIVED,
        copies_count=False,
    )
    return Counter(json.loads(record.value)["messageId"] for record in records)
