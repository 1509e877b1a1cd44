"""Whatever people write and read, whenever, and however often it is heard: nobody is told twice,
nobody is told too often, and nothing that stays unread is forgotten."""

import itertools
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from booking_chat.contracts.http.deliveries import Audience, DeliveryState
from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import SenderType
from notifier.domain.planning.plan import PlanningEvent
from support.alert_world import a_destination, marked_unread, posted, read
from support.examples import examples
from support.memory_alerts import OK, OOPS, MemoryAlerts

QUIET = timedelta(minutes=2)
UNREAD = timedelta(minutes=5)
BOOKINGS = st.sampled_from(["booking-1", "booking-2"])
SIDES = st.sampled_from(SenderType)


class RestraintMachine(RuleBasedStateMachine):
    """A webhook, an email and a customer for each of two conversations."""

    def __init__(self) -> None:
        super().__init__()
        self.alerts = MemoryAlerts(
            destinations=[a_destination("ops"), a_destination("desk", kind=DestinationKind.EMAIL)]
        )
        self.log: list[PlanningEvent] = []
        self.last = {"booking-1": 0, "booking-2": 0}

    def _hear(self, *events: PlanningEvent) -> None:
        self.log += events
        self.alerts.hear(*events)

    @rule(booking=BOOKINGS, sides=st.lists(SIDES, min_size=1, max_size=4))
    def write(self, booking: str, sides: list[SenderType]) -> None:
        first = self.last[booking] + 1
        self.last[booking] += len(sides)
        self._hear(
            *(
                posted(first + place, by=side, booking=booking, sent_at=self.alerts.now)
                for place, side in enumerate(sides)
            )
        )

    @rule(booking=BOOKINGS, side=SIDES, back=st.integers(0, 3))
    def read_some(self, booking: str, side: SenderType, back: int) -> None:
        seq = max(self.last[booking] - back, 1)
        if self.last[booking]:
            self._hear(read(seq, by=side, booking=booking, read_at=self.alerts.now))

    @rule(booking=BOOKINGS)
    def mark_unread(self, booking: str) -> None:
        if self.last[booking]:
            before_last = self.last[booking] - 1
            self._hear(marked_unread(before_last, booking=booking, marked_at=self.alerts.now))

    @rule(seconds=st.integers(1, 400))
    def wait(self, seconds: int) -> None:
        self.alerts.run(seconds)

    @rule(works=st.booleans())
    def others(self, works: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        self.alerts.outcome = OK if works else OOPS

    @rule()
    def hear_everything_again(self) -> None:
        """The whole log from its start: nothing is planned, nothing changes."""
        threads, deliveries = dict(self.alerts.threads), dict(self.alerts.deliveries)

        self.alerts.hear(*self.log)

        assert (self.alerts.threads, self.alerts.deliveries) == (threads, deliveries)

    @invariant()
    def each_message_is_told_of_by_one_delivery_for_each_reader(self) -> None:
        told = [
            (delivery.lane, delivery.audience, message.message_id)
            for delivery in self.alerts.deliveries.values()
            for message in delivery.messages
        ]
        assert len(told) == len(set(told))

    @invariant()
    def no_message_is_forgotten(self) -> None:
        by_customers = sum(
            getattr(event, "sender_type", None) is SenderType.CUSTOMER for event in self.log
        )
        for lane in ("ops", "desk"):
            told = [
                message
                for delivery in self.alerts.deliveries.values()
                if delivery.lane == lane
                for message in delivery.messages
            ]
            assert len(told) == by_customers

    @invariant()
    def a_conversation_alerts_nobody_twice_within_the_quiet_period(self) -> None:
        for lane in ("ops", "desk", "customers/lisbon"):
            for booking in self.last:
                firsts = sorted(
                    delivery.fixed_at
                    for delivery in self.alerts.deliveries.values()
                    if delivery.lane == lane
                    and delivery.thread_id == thread_id(booking)
                    and delivery.fixed_at is not None
                )
                pauses = [after - before for before, after in itertools.pairwise(firsts)]
                assert all(pause >= QUIET for pause in pauses)

    @invariant()
    def nothing_waits_longer_than_it_has_to(self) -> None:
        for delivery in self.alerts.deliveries.values():
            if delivery.state is DeliveryState.WAITING and delivery.next_attempt_at is not None:
                longest = UNREAD if delivery.audience is Audience.CUSTOMER else QUIET
                assert delivery.next_attempt_at - self.alerts.now <= longest

    @invariant()
    def what_was_sent_had_not_been_read(self) -> None:
        assert all(sent.seqs for sent in self.alerts.attempts)


RestraintMachine.TestCase.settings = settings(
    max_examples=examples(60), stateful_step_count=30, deadline=None
)
TestRestraint = RestraintMachine.TestCase
