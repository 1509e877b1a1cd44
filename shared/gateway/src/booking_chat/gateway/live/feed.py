"""Fills a hub from Kafka."""

from booking_chat.contracts.topics import BOOKINGS, EVENTS, LOCATIONS
from booking_chat.gateway.live.hub import LiveHub
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.subscription import make_broker, subscribe


class LiveFeed:
    """Once started it misses no event: its place in each log is set."""

    def __init__(self, config: ServiceConfig, client_id: str, hub: LiveHub) -> None:
        self._broker = make_broker(config, client_id)
        self._subscriber = subscribe(
            self._broker,
            (EVENTS, LOCATIONS, BOOKINGS),
            hub.handle,
            group_id=None,
            start_at="latest",
        )

    async def start(self) -> None:
        await self._broker.start()
        consumer = self._subscriber.consumer
        for place in consumer.assignment():
            # A new consumer learns the end of a log only now; until then it would skip.
            await consumer.position(place)

    async def stop(self) -> None:
        await self._broker.stop()
