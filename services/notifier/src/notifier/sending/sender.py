"""Sending one delivery that was taken: the attempt, its result, and what follows from it."""

from collections.abc import Callable
from datetime import datetime

import structlog

from booking_chat.service.fault_points import Reach, nowhere
from booking_chat.service.storage.mongo import PyMongoError
from notifier.deliveries import Delivery
from notifier.notices import Delivered
from notifier.planning.outcomes import after_attempt
from notifier.sending.attempts import Attempts
from notifier.sending.facts import Facts
from notifier.sending.results import Consequences, Recorder

log = structlog.get_logger(__name__)

ANSWERED = "answered"
"""Fault point: the other side has answered, and nobody has noted it."""
FAULT_POINTS = (ANSWERED,)


class Sender:
    """`chance` gives numbers in [0, 1) that spread retries."""

    def __init__(
        self,
        attempts: Attempts,
        recorder: Recorder,
        consequences: Consequences,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        reach: Reach = nowhere,
    ) -> None:
        self._attempts = attempts
        self._recorder = recorder
        self._consequences = consequences
        self._clock = clock
        self._chance = chance
        self._reach = reach

    async def send(self, delivery: Delivery, facts: Facts) -> bool:
        """Whether it was delivered. Returns when that is stored."""
        outcome, milliseconds = await self._attempts.make(delivery, facts)
        self._reach(ANSWERED)
        after = after_attempt(
            delivery,
            outcome,
            milliseconds=milliseconds,
            chance=self._chance(),
            now=self._clock(),
        )
        await self._recorder.record(delivery, after)
        destination = facts.destination(delivery)
        if destination is not None:
            try:
                await self._consequences.of(outcome, destination)
            except PyMongoError as error:
                # The next attempt says the same of the destination again.
                log.warning("a destination cannot be marked", error=repr(error))
        return isinstance(outcome, Delivered)
