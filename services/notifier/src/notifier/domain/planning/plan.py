"""Turns a batch of events into a plan of deliveries. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from booking_chat.contracts.events import MessagePosted, ThreadMarkedUnread, ThreadRead
from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import (
    Audience,
    DeliveryReason,
    DeliveryState,
    NoticeKind,
)
from booking_chat.contracts.http.destinations import DestinationKind, Subscription, rules_of
from booking_chat.contracts.ids import derived_id
from booking_chat.contracts.values import SenderType
from notifier.domain.deliveries import Delivery, IncludedMessage, included_message
from notifier.domain.destinations.destination import Destination
from notifier.domain.planning.quiet_hours import after_quiet_hours
from notifier.domain.planning.restraint import Joins, Opens, for_customer, for_staff
from notifier.domain.threads import CUSTOMER_KEY, KnownThread

PlanningEvent = MessagePosted | ThreadRead | ThreadMarkedUnread


@dataclass(frozen=True, slots=True)
class Rules:
    """The same for all locations.

    A message older than `oldest` when it is first read alerts nobody: it comes from a replayed
    log, or from before the notifier was there. Deliveries are kept for `retention`.
    """

    unread_wait: timedelta = timedelta(minutes=5)
    oldest: timedelta = timedelta(days=1)
    retention: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored about the threads and locations of a batch.

    Deliveries are the latest ones of the threads. Locations without a policy have the default.
    """

    threads: Mapping[str, KnownThread] = field(default_factory=dict)
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)
    destinations: Mapping[str, Sequence[Destination]] = field(default_factory=dict)
    policies: Mapping[str, AlertPolicy] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to store: changed threads, new deliveries, and messages to add to stored ones."""

    threads: list[KnownThread]
    deliveries: list[Delivery]
    additions: Mapping[str, list[IncludedMessage]]


def plan(events: Iterable[PlanningEvent], known: Known, rules: Rules, now: datetime) -> Plan:
    """Plans events in their order. Copies of earlier events plan nothing."""
    planner = _Planner(known, rules, now)
    for event in events:
        planner.add(event)
    return planner.plan()


class _Planner:
    def __init__(self, known: Known, rules: Rules, now: datetime) -> None:
        self._known = known
        self._rules = rules
        self._now = now
        self._threads: dict[str, KnownThread] = {}
        self._new: dict[str, Delivery] = {}
        self._additions: dict[str, list[IncludedMessage]] = {}

    def plan(self) -> Plan:
        unchanged = self._known.threads
        changed = [t for t in self._threads.values() if t != unchanged.get(t.id)]
        return Plan(changed, list(self._new.values()), self._additions)

    def add(self, event: PlanningEvent) -> None:
        thread = self._thread(event.thread_id)
        match event:
            case ThreadRead():
                thread = thread.with_reading(event)
            case ThreadMarkedUnread():
                thread = thread.with_unreading(event)
            case MessagePosted():
                if event.seq > thread.heard:
                    thread = self._with_message(thread.with_message(event), event)
            case _:
                assert_never(event)
        self._threads[event.thread_id] = thread

    def _thread(self, thread_id: str) -> KnownThread:
        known = self._threads.get(thread_id) or self._known.threads.get(thread_id)
        return known or KnownThread(id=thread_id)

    def _with_message(self, thread: KnownThread, message: MessagePosted) -> KnownThread:
        age = self._now - message.sent_at
        if age > self._rules.oldest:
            if age < self._rules.retention:
                self._drop(message, _audience(message), DeliveryReason.TOO_OLD)
            return thread
        destinations = self._known.destinations.get(message.location_id, ())
        for destination in destinations:
            if Subscription.CHAT_MESSAGE_CREATED in destination.events:
                self._for_program(message, destination)
        match message.sender_type:
            case SenderType.OPERATOR:
                return self._for_customer(thread, message)
            case SenderType.CUSTOMER:
                return self._for_staff(thread, message, destinations)
            case _:
                assert_never(message.sender_type)

    def _for_staff(
        self, thread: KnownThread, message: MessagePosted, destinations: Sequence[Destination]
    ) -> KnownThread:
        # A location without destinations has no delivery a message: that would be a document for
        # nobody, and why nobody was told can be told from the destinations.
        for destination in destinations:
            if Subscription.CUSTOMER_MESSAGE_RECEIVED in destination.events:
                thread = self._for_destination(thread, message, destination)
        return thread

    def _for_destination(
        self, thread: KnownThread, message: MessagePosted, destination: Destination
    ) -> KnownThread:
        if reason := _unusable(destination):
            self._drop(message, Audience.STAFF, reason, destination)
            return thread
        policy = self._policy(message)
        quiet_period = timedelta(seconds=policy.quiet_period_seconds)
        latest = self._latest(thread, destination.id)
        step = for_staff(latest, message.sent_at, quiet_period, self._now)
        if isinstance(step, Opens) and not rules_of(destination.kind).for_programs:
            waited = after_quiet_hours(step.due, policy)
            if waited > step.due:
                step = Opens(waited, DeliveryReason.QUIET_HOURS)
        about = NoticeKind.CUSTOMER_MESSAGE_RECEIVED
        return self._step(thread, message, step, self._to(message, about, destination))

    def _for_customer(self, thread: KnownThread, message: MessagePosted) -> KnownThread:
        policy = self._policy(message)
        if not policy.customer_emails:
            self._drop(message, Audience.CUSTOMER, DeliveryReason.CUSTOMER_EMAILS_OFF)
            return thread
        step = for_customer(
            self._latest(thread, CUSTOMER_KEY),
            self._rules.unread_wait,
            timedelta(seconds=policy.quiet_period_seconds),
            self._now,
        )
        return self._step(thread, message, step, self._to(message, NoticeKind.CUSTOMER_HAS_REPLY))

    def _for_program(self, message: MessagePosted, destination: Destination) -> None:
        delivery = self._to(message, NoticeKind.CHAT_MESSAGE_CREATED, destination)
        if reason := _unusable(destination):
            self._new[delivery.id] = _dropped(delivery, reason)
        else:
            self._new[delivery.id] = _due(delivery, Opens(self._now, None))

    def _step(
        self, thread: KnownThread, message: MessagePosted, step: Joins | Opens, delivery: Delivery
    ) -> KnownThread:
        match step:
            case Joins(delivery_id):
                self._add(delivery_id, message)
                return thread
            case Opens():
                self._new[delivery.id] = _due(delivery, step)
                key = delivery.destination_id or CUSTOMER_KEY
                return thread.updated(latest={**thread.latest, key: delivery.id})
            case _:
                assert_never(step)

    def _add(self, delivery_id: str, message: MessagePosted) -> None:
        if delivery_id in self._new:
            new = self._new[delivery_id]
            more = included_message(message, len(new.messages))
            self._new[delivery_id] = new.updated(messages=(*new.messages, more))
        else:
            additions = self._additions.setdefault(delivery_id, [])
            index = len(self._known.deliveries[delivery_id].messages) + len(additions)
            additions.append(included_message(message, index))

    def _latest(self, thread: KnownThread, key: str) -> Delivery | None:
        delivery_id = thread.latest.get(key, "")
        return self._new.get(delivery_id) or self._known.deliveries.get(delivery_id)

    def _policy(self, message: MessagePosted) -> AlertPolicy:
        return self._known.policies.get(message.location_id) or AlertPolicy()

    def _drop(
        self,
        message: MessagePosted,
        audience: Audience,
        reason: DeliveryReason,
        destination: Destination | None = None,
    ) -> None:
        delivery = _dropped(self._to(message, _about(audience), destination), reason)
        self._new[delivery.id] = delivery

    def _to(
        self, message: MessagePosted, about: NoticeKind, destination: Destination | None = None
    ) -> Delivery:
        """A delivery of one message, not yet due. Its id is derived from what it is about."""
        is_for_customer = about is NoticeKind.CUSTOMER_HAS_REPLY
        lane = destination.id if destination else f"customers/{message.location_id}"
        return Delivery(
            id=derived_id("delivery", lane, about, message.message_id),
            location_id=message.location_id,
            audience=Audience.CUSTOMER if is_for_customer else Audience.STAFF,
            about=about,
            lane=lane,
            destination_id=destination.id if destination else None,
            destination_name=destination.name if destination else None,
            kind=DestinationKind.EMAIL
            if is_for_customer
            else (destination.kind if destination else None),
            booking_id=message.booking_id,
            thread_id=message.thread_id,
            customer_name=message.customer_name,
            confirmation_code=message.confirmation_code,
            messages=(included_message(message),),
            state=DeliveryState.WAITING,
            created_at=self._now,
            keep_until=self._now + self._rules.retention,
        )


def _audience(message: MessagePosted) -> Audience:
    match message.sender_type:
        case SenderType.CUSTOMER:
            return Audience.STAFF
        case SenderType.OPERATOR:
            return Audience.CUSTOMER
        case _:
            assert_never(message.sender_type)


def _about(audience: Audience) -> NoticeKind:
    match audience:
        case Audience.STAFF:
            return NoticeKind.CUSTOMER_MESSAGE_RECEIVED
        case Audience.CUSTOMER:
            return NoticeKind.CUSTOMER_HAS_REPLY
        case _:
            assert_never(audience)


def _unusable(destination: Destination) -> DeliveryReason | None:
    """Why nothing is sent to a destination now."""
    if destination.paused:
        return DeliveryReason.PAUSED
    return None if destination.verified else DeliveryReason.UNVERIFIED


def _due(delivery: Delivery, opens: Opens) -> Delivery:
    return delivery.updated(queue=delivery.lane, next_attempt_at=opens.due, reason=opens.reason)


def _dropped(delivery: Delivery, reason: DeliveryReason) -> Delivery:
    """Not to be sent. Without a destination nobody can resend it, so the text is not kept."""
    dropped = delivery.updated(state=DeliveryState.DROPPED, reason=reason)
    if delivery.kind is not None:
        return dropped
    return dropped.updated(
        messages=tuple(message.updated(text="") for message in delivery.messages)
    )
