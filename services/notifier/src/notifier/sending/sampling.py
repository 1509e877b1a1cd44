"""The Test button: sends a marked sample to one destination and returns the answer."""

from collections.abc import Callable
from datetime import datetime

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.destinations import TestResult
from notifier.domain.destinations.destination import Destination
from notifier.domain.notices import Delivered
from notifier.domain.planning.outcomes import last_answer
from notifier.domain.sample import sample
from notifier.sending.attempts import Attempts
from notifier.sending.facts import NO_LIMIT, Facts


class Sampling:
    def __init__(
        self, attempts: Attempts, *, new_id: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._attempts = attempts
        self._new_id = new_id
        self._clock = clock

    async def send(self, destination: Destination, policy: AlertPolicy) -> TestResult:
        """Sends a sample and waits for the answer."""
        now = self._clock()
        facts = Facts(
            destinations={destination.id: destination},
            policies={destination.location_id: policy},
            threads={},
            bookings={},
            recipients={},
            portals={},
            room={destination.id: NO_LIMIT},
        )
        delivery = sample(destination, self._new_id(), now)
        outcome, milliseconds = await self._attempts.make(delivery, facts)
        answer = last_answer(outcome, milliseconds, now)
        return TestResult(
            delivered=isinstance(outcome, Delivered),
            status=answer.status,
            answer=answer.text,
            error=answer.error,
            milliseconds=milliseconds,
        )
