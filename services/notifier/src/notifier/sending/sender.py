"""Sends one claimed delivery: attempts it, stores the outcome, and notes what it means."""

from collections.abc import Callable
from datetime import datetime

import structlog

from booking_chat.service.errors import described
from booking_chat.service.fault_points import FaultHook, no_fault
from booking_chat.service.storage.mongo import PyMongoError
from notifier.domain.deliveries import Delivery
from notifier.domain.notices import Delivered
from notifier.domain.planning.outcomes import after_attempt
from notifier.sending.attempts import Attempts
from notifier.sending.destination_health import DestinationHealth
from notifier.sending.facts import Facts
from notifier.sending.recorder import Recorder

log = structlog.get_logger(__name__)

ANSWERED = "answered"
"""Fault point: the other side has answered and the outcome is not stored yet."""
FAULT_POINTS = (ANSWERED,)


class DeliverySender:
    """`jitter` gives numbers in [0, 1) that spread retries."""

    def __init__(
        self,
        attempts: Attempts,
        recorder: Recorder,
        health: DestinationHealth,
        *,
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        fault_hook: FaultHook = no_fault,
    ) -> None:
        self._attempts = attempts
        self._recorder = recorder
        self._health = health
        self._clock = clock
        self._chance = jitter
        self._fault_hook = fault_hook

    async def send(self, delivery: Delivery, facts: Facts) -> bool:
        """Whether it was delivered. Returns when that is stored."""
        outcome, milliseconds = await self._attempts.make(delivery, facts)
        self._fault_hook(ANSWERED)
        after = after_attempt(
            delivery,
            outcome,
            milliseconds=milliseconds,
            jitter=self._chance(),
            now=self._clock(),
        )
        await self._recorder.record(delivery, after)
        destination = facts.destination(delivery)
        if destination is not None:
            try:
                await self._health.note(outcome, destination)
            except PyMongoError as error:
                # The next attempt marks it again.
                log.warning("marking a destination failed", error=described(error))
        return isinstance(outcome, Delivered)
