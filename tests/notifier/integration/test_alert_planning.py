"""What is heard becomes deliveries, on a real MongoDB: once, and at the right time."""

import asyncio

import pytest

from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.values import SenderType
from notifier.domain.bookings import KnownBooking
from notifier.domain.planning.plan import PlanningEvent, plan
from notifier.storage.plans import OutdatedError, PlanStore
from notifier.storage.policies import PolicyStore
from support.alert_world import NOON, at, marked_unread, posted, read
from support.own_alerts import OwnAlerts

OPERATOR = SenderType.OPERATOR


class TestPlanning:
    async def test_what_was_planned_is_sent_when_it_is_due(self, alerts: OwnAlerts) -> None:
        await alerts.hear(posted(1), posted(2), posted(3))
        await alerts.send_due()
        alerts.clock.forward(minutes=2)
        await alerts.send_due()

        first, summary = alerts.channels.to("ops")
        assert [message.seq for message in first.messages] == [1]
        assert [message.seq for message in summary.messages] == [2, 3]
        assert summary.kind is NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP

    async def test_reading_the_whole_log_again_sends_nothing(self, alerts: OwnAlerts) -> None:
        log: list[PlanningEvent] = [
            posted(1),
            posted(2),
            read(2, read_at=at(1)),
            posted(3, by=OPERATOR, sent_at=at(2)),
            marked_unread(1, marked_at=at(3)),
            posted(4, sent_at=at(4)),
        ]
        await alerts.hear(*log)
        alerts.clock.forward(hours=1)
        await alerts.send_due()
        before, sent = await alerts.all(), len(alerts.channels.brought)
        threads = await alerts.of.threads.find().to_list(None)

        await alerts.hear(*log)
        for event in log:
            await alerts.hear(event)
        alerts.clock.forward(hours=1)
        await alerts.send_due()

        assert await alerts.all() == before
        assert await alerts.of.threads.find().to_list(None) == threads
        assert len(alerts.channels.brought) == sent

    async def test_of_two_that_plan_the_same_one_has_to_plan_anew(self, alerts: OwnAlerts) -> None:
        plans, events, rules = PlanStore(alerts.of), [posted(1)], alerts.config.rules
        first = plan(events, await plans.load(events), rules, NOON)
        second = plan(events, await plans.load(events), rules, NOON)
        await plans.save(first)

        with pytest.raises(OutdatedError):
            await plans.save(second)
        again = plan(events, await plans.load(events), rules, NOON)

        assert again.deliveries == []

    async def test_many_that_plan_at_the_same_time_lose_and_double_nothing(
        self, alerts: OwnAlerts
    ) -> None:
        async def patiently_hear(seq: int) -> None:
            for _ in range(100):
                try:
                    await alerts.hear(*(posted(number) for number in range(1, seq + 1)))
                except OutdatedError:
                    await asyncio.sleep(0.01)
                else:
                    return
            raise AssertionError("it never got through")

        await asyncio.gather(*(patiently_hear(seq) for seq in (5, 6, 7, 8)))

        told = [message.seq for d in await alerts.all() for message in d.messages]
        assert sorted(told) == [1, 2, 3, 4, 5, 6, 7, 8]

    async def test_a_message_cannot_join_what_has_just_gone_out(self, alerts: OwnAlerts) -> None:
        await alerts.hear(posted(1), posted(2))
        plans, events = PlanStore(alerts.of), [posted(3)]
        late = plan(events, await plans.load(events), alerts.config.rules, NOON)
        alerts.clock.forward(minutes=2)
        await alerts.send_due()

        with pytest.raises(OutdatedError):
            await plans.save(late)

    async def test_a_message_that_joins_in_the_last_moment_is_not_lost(
        self, alerts: OwnAlerts
    ) -> None:
        await alerts.hear(posted(1), posted(2))
        await alerts.send_due()
        plans, events = PlanStore(alerts.of), [posted(3)]
        joining = plan(events, await plans.load(events), alerts.config.rules, at(119))
        alerts.clock.forward(minutes=2)

        await asyncio.gather(plans.save(joining), alerts.send_due(), return_exceptions=True)
        await alerts.hear(posted(3))
        alerts.clock.forward(minutes=10)
        await alerts.send_due()

        told = [m.seq for notice in alerts.channels.to("ops") for m in notice.messages]
        assert sorted(told) == [1, 2, 3]


async def test_without_a_policy_of_its_own_a_location_has_the_time_zone_of_its_bookings(
    alerts: OwnAlerts,
) -> None:
    policies = PolicyStore(alerts.of)
    nobody_knows = await policies.load(alerts.location)
    booking = KnownBooking(id="booking-1", location_id=alerts.location, time_zone="America/Denver")
    await alerts.of.bookings.insert_one(booking.document())

    known = await policies.load(alerts.location)

    assert (nobody_knows.policy.time_zone, nobody_knows.version) == ("UTC", 0)
    assert (known.policy.time_zone, known.version) == ("America/Denver", 0)
