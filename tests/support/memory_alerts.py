"""The notifier's decisions with everything around them in memory, and a clock that tests move."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import Audience, DeliveryReason, DeliveryState
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.destination import Destination
from notifier.domain.notices import Answer, Delivered, Failed, Outcome
from notifier.domain.planning.due import CustomerContact, Drop, Send, Wait, decide, reader_of
from notifier.domain.planning.outcomes import after_attempt
from notifier.domain.planning.plan import Known, PlanningEvent, Rules, plan
from notifier.domain.threads import KnownThread
from support.alert_world import NOON

OK = Delivered(Answer(200, "ok"))
OOPS = Failed(Answer(500, "oops"), "the answer was 500")


ADA = CustomerContact("ada@example.com", portal_enabled=True, unsubscribed=False)


@dataclass(frozen=True)
class Sent:
    """An attempt that was made: when, where to, and the seqs that it told of."""

    at: datetime
    lane: str
    seqs: tuple[int, ...]

    @property
    def seconds(self) -> float:
        """After noon."""
        return (self.at - NOON).total_seconds()


@dataclass
class MemoryAlerts:
    destinations: list[Destination] = field(default_factory=list)
    policy: AlertPolicy = field(default_factory=AlertPolicy)
    rules: Rules = field(default_factory=Rules)
    contact: CustomerContact | None = ADA
    outcome: Outcome = OK
    now: datetime = NOON
    threads: dict[str, KnownThread] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    attempts: list[Sent] = field(default_factory=list)

    def hear(self, *events: PlanningEvent) -> None:
        """Plans a batch and stores the plan."""
        known = Known(
            threads=self.threads,
            deliveries=self.deliveries,
            destinations={"lisbon": self.destinations} if self.destinations else {},
            policies={"lisbon": self.policy},
        )
        made = plan(events, known, self.rules, self.now)
        for thread in made.threads:
            self.threads[thread.id] = thread
        for delivery in made.deliveries:
            self.deliveries.setdefault(delivery.id, delivery)
        for delivery_id, more in made.additions.items():
            grown = self.deliveries[delivery_id]
            assert grown.is_open(self.now)
            self.deliveries[delivery_id] = grown.updated(messages=(*grown.messages, *more))

    def run(self, seconds: float = 0) -> datetime:
        """Lets time pass, and tells the moment then; what becomes due is attempted at its own."""
        end = self.now + timedelta(seconds=seconds)
        while (due := self._next(end)) is not None:
            assert due.next_attempt_at is not None
            self.now = max(self.now, due.next_attempt_at)
            self._settle(due)
        self.now = end
        return end

    def to(self, lane: str) -> list[tuple[float, tuple[int, ...]]]:
        """What was attempted there: seconds after noon, and the seqs told."""
        return [(sent.seconds, sent.seqs) for sent in self.attempts if sent.lane == lane]

    def dropped(self, lane: str) -> list[tuple[tuple[int, ...], DeliveryReason | None]]:
        return [
            (tuple(message.seq for message in delivery.messages), delivery.reason)
            for delivery in self.deliveries.values()
            if delivery.lane == lane and delivery.state is DeliveryState.DROPPED
        ]

    def _next(self, end: datetime) -> Delivery | None:
        waiting = [
            delivery
            for delivery in self.deliveries.values()
            if delivery.queue is not None
            and delivery.next_attempt_at is not None
            and delivery.next_attempt_at <= end
        ]
        return min(waiting, key=lambda d: (d.next_attempt_at or end, d.id), default=None)

    def _settle(self, delivery: Delivery) -> None:
        thread = self.threads.get(delivery.thread_id or "")
        decision = decide(
            delivery,
            destination=next((d for d in self.destinations if d.id == delivery.lane), None),
            contact=self.contact if delivery.audience is Audience.CUSTOMER else None,
            policy=self.policy,
            read_up_to=thread.read_by(reader_of(delivery)) if thread else 0,
            room_today=True,
            now=self.now,
        )
        match decision:
            case Drop(reason):
                delivery = delivery.updated(
                    state=DeliveryState.DROPPED, reason=reason, queue=None, next_attempt_at=None
                )
            case Wait(until, reason):
                delivery = delivery.updated(next_attempt_at=until, reason=reason)
            case Send(read_up_to):
                fixed = delivery.updated(
                    read_up_to=read_up_to, fixed_at=delivery.fixed_at or self.now
                )
                seqs = tuple(message.seq for message in fixed.included)
                self.attempts.append(Sent(self.now, fixed.lane, seqs))
                delivery = after_attempt(
                    fixed, self.outcome, milliseconds=1, jitter=0.0, now=self.now
                )
        self.deliveries[delivery.id] = delivery
