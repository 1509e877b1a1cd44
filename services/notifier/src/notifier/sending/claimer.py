"""Claims due deliveries for one attempt each, or drops or postpones them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from prometheus_client import Counter, Histogram

from booking_chat.contracts.http.deliveries import DeliveryState
from booking_chat.service.storage.readable import DAMAGED, note_unreadable
from notifier.domain.deliveries import Delivery
from notifier.domain.planning.due import Decision, Drop, Send, Wait, decide
from notifier.sending.facts import Facts, FactsLoader
from notifier.storage.delivery_queue import DeliveryQueue

_late = Histogram(
    "booking_chat_alert_late_seconds",
    "Time from when an alert was due until it was taken to be sent",
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800),
)
_dropped = Counter("booking_chat_alerts_dropped_total", "Alerts that were not sent", ["reason"])


@dataclass(frozen=True, slots=True)
class Claimed:
    """Deliveries claimed for one attempt, with their facts.

    `found` is how many were read: 0 when nothing of the lane is due.
    """

    deliveries: list[Delivery]
    facts: Facts | None
    found: int


class Claimer:
    def __init__(
        self,
        queue: DeliveryQueue,
        facts: FactsLoader,
        *,
        lease: timedelta,
        new_claim: Callable[[], str],
    ) -> None:
        self._queue = queue
        self._facts = facts
        self._lease = lease
        self._new_claim = new_claim

    async def claim(self, lane: str, limit: int, now: datetime) -> Claimed:
        """Claims up to `limit` of the due deliveries of a lane.

        What another process claimed or changed at the same moment is left to it.
        """
        head = await self._queue.head(lane, now, limit)
        if not head:
            return Claimed([], None, 0)
        try:
            return await self._claim(head, now)
        except DAMAGED:
            return await self._claim_readable(head, now)

    async def _claim_readable(self, head: Sequence[Delivery], now: datetime) -> Claimed:
        """Sets aside each delivery that needs a document that cannot be read.

        Claims only the first of the others; the rest follow with the next poll.
        """
        for delivery in head:
            try:
                claimed = await self._claim([delivery], now)
            except DAMAGED as error:
                note_unreadable("deliveries", delivery.id, error)
                await self._queue.set_aside([delivery.id], now)
            else:
                return claimed
        return Claimed([], None, len(head))

    async def _claim(self, head: Sequence[Delivery], now: datetime) -> Claimed:
        facts = await self._facts.load(head, now)
        claim = self._new_claim()
        changes = [
            (before, self._after(before, decision, claim, now))
            for before, decision in zip(head, _decisions(head, facts, now), strict=True)
        ]
        stored = await self._queue.replace(changes)
        ours = [(before, after) for before, after in changes if after.id in stored]
        for before, after in ours:
            _count(before, after, now)
        return Claimed([after for _, after in ours if after.claim is not None], facts, len(head))

    def _after(self, delivery: Delivery, decision: Decision, claim: str, now: datetime) -> Delivery:
        match decision:
            case Drop(reason):
                return delivery.updated(
                    state=DeliveryState.DROPPED,
                    reason=reason,
                    queue=None,
                    next_attempt_at=None,
                    claim=None,
                    forced=False,
                )
            case Wait(until, reason):
                return delivery.updated(reason=reason, next_attempt_at=until, claim=None)
            case Send(read_up_to):
                return delivery.updated(
                    read_up_to=read_up_to,
                    fixed_at=delivery.fixed_at or now,
                    reason=None,
                    claim=claim,
                    next_attempt_at=now + self._lease,
                )
            case _:
                assert_never(decision)


def _decisions(head: Sequence[Delivery], facts: Facts, now: datetime) -> list[Decision]:
    room = dict(facts.room)
    decisions = []
    for delivery in head:
        lane = delivery.destination_id or ""
        decision = decide(
            delivery,
            destination=facts.destination(delivery),
            contact=facts.contact(delivery),
            policy=facts.policy(delivery),
            read_up_to=facts.read_up_to(delivery),
            room_today=room.get(lane, 1) > 0,
            now=now,
        )
        if isinstance(decision, Send) and delivery.fixed_at is None and lane in room:
            room[lane] -= 1
        decisions.append(decision)
    return decisions


def _count(before: Delivery, after: Delivery, now: datetime) -> None:
    if after.state is DeliveryState.DROPPED and after.reason is not None:
        _dropped.labels(after.reason).inc()
    elif after.claim is not None and before.next_attempt_at is not None:
        _late.observe((now - before.next_attempt_at).total_seconds())
