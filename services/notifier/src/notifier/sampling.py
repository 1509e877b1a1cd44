"""The Test button: a marked sample to one destination now, and what it answers."""

from collections.abc import Callable
from datetime import datetime, timedelta

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import Audience, DeliveryState, NoticeKind
from booking_chat.contracts.http.destinations import TestResult
from booking_chat.contracts.values import SenderType
from notifier.deliveries import Delivery, Told
from notifier.destinations import Destination
from notifier.notices import Delivered
from notifier.planning.outcomes import last_answer
from notifier.sending.attempts import Attempts
from notifier.sending.facts import NO_LIMIT, Facts

SAMPLE_TEXT = "This is a test of your alerts. Nobody has written."


def sample(destination: Destination, new_id: str, now: datetime) -> Delivery:
    """A delivery like a real one, of a made-up message; it is never stored."""
    return Delivery(
        id=new_id,
        location_id=destination.location_id,
        audience=Audience.STAFF,
        about=NoticeKind.DESTINATION_TEST,
        lane=destination.id,
        destination_id=destination.id,
        destination_name=destination.name,
        kind=destination.kind,
        booking_id="sample-booking",
        thread_id="sample-thread",
        customer_name="Sample Customer",
        confirmation_code="SAMPLE-0000",
        messages=(
            Told(
                message_id="sample-message",
                seq=1,
                sender_type=SenderType.CUSTOMER,
                sender_name="Sample Customer",
                text=SAMPLE_TEXT,
                sent_at=now,
            ),
        ),
        state=DeliveryState.WAITING,
        created_at=now,
        keep_until=now + timedelta(days=1),
    )


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
