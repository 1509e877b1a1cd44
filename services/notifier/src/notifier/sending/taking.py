"""Taking deliveries that are due: each is dropped, put off, or claimed for one attempt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import Counter, Histogram

from booking_chat.contracts.http.deliveries import DeliveryState
from booking_chat.service.storage.readable import DAMAGED, note_unreadable
from notifier.deliveries import Delivery
from notifier.planning.due import Drop, Send, Verdict, Wait, verdict
from notifier.sending.facts import Facts, FactsLoader
from notifier.stores.queue import DeliveryQueue

_late = Histogram(
    "booking_chat_alert_late_seconds",
    "Time from when an alert was due until it was taken to be sent",
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800),
)
_dropped = Counter("booking_chat_alerts_dropped_total", "Alerts that were not sent", ["reason"])


@dataclass(frozen=True, slots=True)
class Taken:
    """Deliveries that are ours for one attempt, with what is known around them.

    `found` is how many were looked at: 0 when nothing of the lane is due.
    """

    deliveries: list[Delivery]
    facts: Facts | None
    found: int


class Taker:
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

    async def take(self, lane: str, limit: int, now: datetime) -> Taken:
        """Takes up to `limit` of what is due in a lane.

        What somebody else has taken or changed in the same moment is left to them.
        """
        head = await self._queue.head(lane, now, limit)
        if not head:
            return Taken([], None, 0)
        try:
            return await self._take(head, now)
        except DAMAGED:
            return await self._take_readable(head, now)

    async def _take_readable(self, head: Sequence[Delivery], now: datetime) -> Taken:
        """One by one: a delivery that needs a document that cannot be read is set aside alone.

        Of the others only the first is taken now; the next ones follow at the next look.
        """
        for delivery in head:
            try:
                taken = await self._take([delivery], now)
            except DAMAGED as error:
                note_unreadable("deliveries", delivery.id, error)
                await self._queue.set_aside([delivery.id], now)
            else:
                return taken
        return Taken([], None, len(head))

    async def _take(self, head: Sequence[Delivery], now: datetime) -> Taken:
        facts = await self._facts.load(head, now)
        claim = self._new_claim()
        changes = [
            (before, self._after(before, decision, claim, now))
            for before, decision in zip(head, _verdicts(head, facts, now), strict=True)
        ]
        stored = await self._queue.replace(changes)
        ours = [(before, after) for before, after in changes if after.id in stored]
        for before, after in ours:
            _count(before, after, now)
        return Taken([after for _, after in ours if after.claim is not None], facts, len(head))

    def _after(self, delivery: Delivery, decision: Verdict, claim: str, now: datetime) -> Delivery:
        match decision:
            case Drop(reason):
                return delivery.but(
                    state=DeliveryState.DROPPED,
                    reason=reason,
                    queue=None,
                    next_attempt_at=None,
                    claim=None,
                    forced=False,
                )
            case Wait(until, reason):
                return delivery.but(reason=reason, next_attempt_at=until, claim=None)
            case Send(read_up_to):
                return delivery.but(
                    read_up_to=read_up_to,
                    fixed_at=delivery.fixed_at or now,
                    reason=None,
                    claim=claim,
                    next_attempt_at=now + self._lease,
                )


def _verdicts(head: Sequence[Delivery], facts: Facts, now: datetime) -> list[Verdict]:
    room = dict(facts.room)
    verdicts = []
    for delivery in head:
        lane = delivery.destination_id or ""
        decision = verdict(
            delivery,
            destination=facts.destination(delivery),
            addressee=facts.addressee(delivery),
            policy=facts.policy(delivery),
            read_up_to=facts.read_up_to(delivery),
            room_today=room.get(lane, 1) > 0,
            now=now,
        )
        if isinstance(decision, Send) and delivery.fixed_at is None and lane in room:
            room[lane] -= 1
        verdicts.append(decision)
    return verdicts


def _count(before: Delivery, after: Delivery, now: datetime) -> None:
    if after.state is DeliveryState.DROPPED and after.reason is not None:
        _dropped.labels(after.reason).inc()
    elif after.claim is not None and before.next_attempt_at is not None:
        _late.observe((now - before.next_attempt_at).total_seconds())
