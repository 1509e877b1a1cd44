"""A workflow system in small: listens to alerts with nothing of ours but the topic's name."""

import json
from typing import Any, Self

from aiokafka import AIOKafkaConsumer


class AlertReader:
    """Hears every alert from the moment it is entered."""

    def __init__(self, bootstrap: str) -> None:
        self._consumer = AIOKafkaConsumer(
            "chat.alerts.v1", bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="latest"
        )

    async def __aenter__(self) -> Self:
        await self._consumer.start()
        for partition in self._consumer.assignment():
            await self._consumer.position(partition)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def about(self, message_id: str) -> dict[str, Any]:
        """Waits for the `customer_message_received` of one message."""
        while True:
            record = await self._consumer.getone()
            alert: dict[str, Any] = json.loads(record.value)
            is_type = ("ce_type", b"customer_message_received") in record.headers
            if is_type and alert["messageId"] == message_id:
                return alert
