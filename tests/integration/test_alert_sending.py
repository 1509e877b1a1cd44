"""Deliveries on a real MongoDB: planned, taken, attempted, repeated, by any number of processes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import pytest

from alert_world import ANA, NOON, a_destination, at, marked_unread, posted, read
from booking_chat.contracts.alert_policy import AlertPolicy
from booking_chat.contracts.deliveries import DeliveryReason, DeliveryState, NoticeKind
from booking_chat.contracts.destinations import DestinationKind, PauseReason, Subscription
from booking_chat.contracts.values import SenderType
from booking_chat.ids import thread_id
from booking_chat.service.config import ServiceConfig
from booking_chat.service.mongo import Client
from notifier.deliveries import Delivery
from notifier.notices import Answer, Delivered, EmailTarget, Failed, Gone, Rejected, WebhookTarget
from notifier.planning.events import HeardEvent, plan
from notifier.stores.plans import OutdatedError, PlanStore
from own_alerts import OwnAlerts, own_alerts

OPERATOR = SenderType.OPERATOR
OOPS = Failed(Answer(500, "oops"), "the answer was 500")


@pytest.fixture
async def alerts(config: ServiceConfig, mongo: Client) -> AsyncIterator[OwnAlerts]:
    """A location with one webhook."""
    async with own_alerts(config, mongo) as alerts:
        await alerts.have(a_destination("ops"))
        yield alerts


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
        log: list[HeardEvent] = [
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


class TestAttempts:
    async def test_what_failed_is_repeated_by_the_schedule_with_the_same_id(
        self, alerts: OwnAlerts
    ) -> None:
        alerts.channels.answers["ops"] = lambda: OOPS
        await alerts.hear(posted(1))
        while (delivery := await alerts.only()).next_attempt_at is not None:
            alerts.clock.now = delivery.next_attempt_at
            await alerts.send_due()

        moments = [brought.at for brought in alerts.channels.brought]
        pauses = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000]
        taken = [(b - a).total_seconds() for a, b in pairwise(moments)]
        assert all(p <= t <= p * 1.1 for p, t in zip(pauses, taken, strict=True))
        assert len({notice.id for notice in alerts.channels.to("ops")}) == 1
        assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 9)
        assert len({repr(notice) for notice in alerts.channels.to("ops")}) == 1

    async def test_the_pause_that_was_asked_for_is_kept(self, alerts: OwnAlerts) -> None:
        busy = Failed(Answer(429), "the answer was 429", retry_after=timedelta(minutes=10))
        alerts.channels.answers["ops"] = lambda: busy

        await alerts.hear(posted(1))
        await alerts.send_due()

        assert (await alerts.only()).next_attempt_at == at(600)

    async def test_each_destination_has_its_own_fate(self, alerts: OwnAlerts) -> None:
        await alerts.have(a_destination("down"), a_destination("chat", kind=DestinationKind.CHAT))
        alerts.channels.answers["down"] = lambda: OOPS

        await alerts.hear(posted(1))
        await alerts.send_due()

        found = {
            d.lane: (d.state, d.last_answer and d.last_answer.status) for d in await alerts.all()
        }
        assert found == {
            "ops": (DeliveryState.SENT, 200),
            "chat": (DeliveryState.SENT, 200),
            "down": (DeliveryState.FAILED, 500),
        }

    async def test_our_own_mistake_is_a_failure_like_any_other(self, alerts: OwnAlerts) -> None:
        def mistake() -> Delivered:
            raise ZeroDivisionError

        alerts.channels.answers["ops"] = mistake
        await alerts.hear(posted(1))
        await alerts.send_due()

        delivery = await alerts.only()
        assert (delivery.state, delivery.next_attempt_at is not None) == (
            DeliveryState.FAILED,
            True,
        )
        assert (await alerts.destination("ops")).failing_since is None

    async def test_past_its_daily_limit_a_destination_gets_no_more_that_day(
        self, alerts: OwnAlerts
    ) -> None:
        await alerts.have_policy(AlertPolicy(daily_limit=3, time_zone="Asia/Tokyo"))
        await alerts.hear(*(posted(1, booking=f"booking-{n}") for n in range(5)))
        await alerts.send_due()

        assert await alerts.states() == {DeliveryState.SENT: 3, DeliveryState.DROPPED: 2}

        # Midnight in Tokyo is at three in the afternoon.
        alerts.clock.forward(hours=3)
        await alerts.hear(posted(1, booking="tomorrow", sent_at=alerts.clock.now))
        await alerts.send_due()

        assert (await alerts.states())[DeliveryState.SENT] == 4


class TestDestinations:
    async def test_one_that_says_it_is_gone_is_switched_off_and_its_people_are_told(
        self, alerts: OwnAlerts
    ) -> None:
        await alerts.have(a_destination("desk", kind=DestinationKind.EMAIL))
        gone = Gone(Answer(410), "the answer was 410")
        alerts.channels.answers["ops"] = lambda: gone

        await alerts.hear(posted(1))
        await alerts.send_due()
        await alerts.hear(posted(2, booking="booking-2"))
        await alerts.send_due()

        destination = await alerts.destination("ops")
        assert (destination.paused, destination.pause_reason) == (True, PauseReason.GONE)
        assert len(alerts.channels.to("ops")) == 1
        news = [
            notice
            for name in ("desk", "ana")
            for notice in alerts.channels.to(name)
            if notice.kind is NoticeKind.DESTINATION_PAUSED
        ]
        assert [notice.paused and notice.paused.name for notice in news] == ["Ops", "Ops"]
        history = await alerts.of.changes.find({"destinationId": "ops"}).to_list(None)
        assert [line["what"] for line in history] == ["destination-paused"]

    async def test_one_that_failed_for_five_days_is_paused(self, alerts: OwnAlerts) -> None:
        alerts.channels.answers["ops"] = lambda: OOPS
        for day in range(6):
            booking = f"booking-{day}"
            await alerts.hear(posted(1, booking=booking, sent_at=alerts.clock.now))
            await alerts.send_due()
            paused_after = day if (await alerts.destination("ops")).paused else None
            alerts.clock.forward(days=1)

        assert paused_after == 5
        assert (await alerts.destination("ops")).pause_reason is PauseReason.FAILING

    async def test_one_success_ends_the_failing(self, alerts: OwnAlerts) -> None:
        alerts.channels.answers["ops"] = lambda: OOPS
        await alerts.hear(posted(1))
        await alerts.send_due()
        assert (await alerts.destination("ops")).failing_since == NOON
        del alerts.channels.answers["ops"]

        alerts.clock.forward(minutes=1)
        await alerts.send_due()

        assert (await alerts.destination("ops")).failing_since is None

    @pytest.mark.parametrize(
        "outcome",
        [
            Failed(Answer(None), "our mail server is away", own_fault=True),
            Rejected(Answer(552), "the message is too large"),
        ],
    )
    async def test_what_is_not_its_fault_does_not_count_against_it(
        self, alerts: OwnAlerts, outcome: Failed | Rejected
    ) -> None:
        alerts.channels.answers["ops"] = lambda: outcome

        await alerts.hear(posted(1))
        await alerts.send_due()

        assert (await alerts.destination("ops")).failing_since is None


class TestCustomers:
    @pytest.fixture
    async def alerts(self, config: ServiceConfig, mongo: Client) -> AsyncIterator[OwnAlerts]:
        """A booking with an address, at a location whose portal is on; staff have written."""
        async with own_alerts(config, mongo) as alerts:
            await alerts.of.locations.insert_one({"_id": "lisbon", "portalEnabled": True})
            await alerts.of.bookings.insert_one(
                {
                    "_id": "booking-1",
                    "customerName": "Ada Lovelace",
                    "customerEmail": "ada@example.com",
                    "activityName": "Sunset sail",
                }
            )
            await alerts.hear(posted(1, by=OPERATOR, text="At the pier."))
            alerts.clock.forward(minutes=5)
            yield alerts

    async def test_the_email_says_what_was_said_and_leads_back(self, alerts: OwnAlerts) -> None:
        await alerts.send_due()

        (brought,) = alerts.channels.brought
        assert brought.target == EmailTarget("ada@example.com", "Ada Lovelace")
        notice = brought.notice
        assert notice.kind is NoticeKind.CUSTOMER_HAS_REPLY
        assert [message.text for message in notice.messages] == ["At the pier."]
        assert notice.link == "https://portal.example.com/c#token-of-booking-1"
        assert notice.booking is not None
        assert notice.booking.activity_name == "Sunset sail"
        assert notice.unsubscribe_url is not None
        assert notice.unsubscribe_url.startswith("http://127.0.0.1:8080/api/alerts/unsubscribe/")

    async def test_while_nobody_signs_links_it_waits(self, alerts: OwnAlerts) -> None:
        alerts.links.is_away = True
        await alerts.send_due()
        failed = await alerts.only()
        alerts.links.is_away = False
        alerts.clock.forward(minutes=1)
        await alerts.send_due()

        assert failed.last_answer is not None
        assert failed.last_answer.error == "who signs customers' links does not answer"
        assert (await alerts.only()).state is DeliveryState.SENT

    async def test_while_the_portal_is_off_nothing_is_sent(self, alerts: OwnAlerts) -> None:
        await alerts.of.locations.update_one({}, {"$set": {"portalEnabled": False}})

        await alerts.send_due()

        assert (await alerts.only()).reason is DeliveryReason.PORTAL_DISABLED

    async def test_without_an_address_nothing_is_sent(self, alerts: OwnAlerts) -> None:
        await alerts.of.bookings.update_one({}, {"$set": {"customerEmail": None}})

        await alerts.send_due()

        assert (await alerts.only()).reason is DeliveryReason.NO_ADDRESS


class TestSharing:
    async def backlog(self, alerts: OwnAlerts, lanes: int, each: int) -> None:
        """Many due deliveries of each destination."""
        names = [f"hook{number}" for number in range(lanes)]
        await alerts.have(*(a_destination(name) for name in names))
        await alerts.of.destinations.delete_one({"_id": "ops"})
        for number in range(each):
            await alerts.hear(posted(1, booking=f"booking-{number}"))

    async def test_many_processes_share_the_work_and_nobody_hears_twice(
        self, alerts: OwnAlerts
    ) -> None:
        await self.backlog(alerts, lanes=4, each=50)
        processes = [alerts.sending().dispatcher for _ in range(3)]

        await asyncio.gather(*(process.send_due() for process in processes))

        heard = Counter(brought.notice.id for brought in alerts.channels.brought)
        assert set(heard.values()) == {1}
        assert len(heard) == 200
        assert await alerts.states() == {DeliveryState.SENT: 200}

    async def test_a_dead_destination_delays_no_other(self, alerts: OwnAlerts) -> None:
        """While it still hangs with its very first alerts, the others are done."""
        await self.backlog(alerts, lanes=10, each=60)
        dead = alerts.channels.gates["hook3"] = asyncio.Event()
        sending = asyncio.create_task(alerts.send_due())
        others = [f"hook{number}" for number in range(10) if number != 3]
        while not all(len(alerts.channels.to(name)) == 60 for name in others):
            await asyncio.sleep(0.01)

        assert alerts.channels.to("hook3") == []
        assert not sending.done()
        dead.set()
        await sending
        assert len(alerts.channels.to("hook3")) == 60

    async def test_one_destination_gets_so_many_at_a_time_and_no_more(
        self, alerts: OwnAlerts
    ) -> None:
        await self.backlog(alerts, lanes=1, each=40)

        await alerts.send_due()

        assert 1 < alerts.channels.busiest["hook0"] <= 16

    async def test_one_that_fails_is_tried_more_gently(self, alerts: OwnAlerts) -> None:
        await self.backlog(alerts, lanes=1, each=40)
        alerts.channels.answers["hook0"] = lambda: OOPS
        dispatcher = alerts.sending().dispatcher
        await dispatcher.send_due()
        alerts.channels.busiest.clear()
        alerts.clock.forward(seconds=6)

        await dispatcher.send_due()

        assert 1 <= alerts.channels.busiest["hook0"] <= 4

    async def test_what_a_dead_process_had_taken_goes_out_after_its_lease(
        self, alerts: OwnAlerts
    ) -> None:
        alerts.channels.gates["ops"] = asyncio.Event()
        await alerts.hear(posted(1))
        dying = asyncio.create_task(alerts.send_due())
        while not alerts.channels.busy["ops"]:
            await asyncio.sleep(0.01)
        dying.cancel()
        (taken,) = await alerts.all()
        alerts.channels.gates.clear()

        await alerts.send_due()
        too_early = len(alerts.channels.brought)
        alerts.clock.now = NOON + alerts.config.lease
        await alerts.send_due()

        assert taken.claim is not None
        assert too_early == 0
        assert [notice.id for notice in alerts.channels.to("ops")] == [taken.id]
        assert (await alerts.only()).state is DeliveryState.SENT

    async def test_a_stop_finishes_what_is_in_hand_and_takes_nothing_more(
        self, alerts: OwnAlerts
    ) -> None:
        await self.backlog(alerts, lanes=1, each=40)
        gate = alerts.channels.gates["hook0"] = asyncio.Event()
        dispatcher = alerts.sending().dispatcher
        await dispatcher.start()
        while alerts.channels.busy["hook0"] < 16:
            await asyncio.sleep(0.01)

        stopping = asyncio.create_task(dispatcher.stop())
        await asyncio.sleep(0.05)
        gate.set()
        await stopping

        assert await alerts.states() == {DeliveryState.SENT: 16, DeliveryState.WAITING: 24}
        left = [d for d in await alerts.all() if d.state is DeliveryState.WAITING]
        assert {d.claim for d in left} == {None}


async def test_a_webhook_is_signed_with_each_valid_secret(alerts: OwnAlerts) -> None:
    await alerts.hear(posted(1))
    await alerts.send_due()

    (brought,) = alerts.channels.brought
    assert brought.target == WebhookTarget("https://hooks.example.com/ops", ("whsec_c2VjcmV0",))
    event = brought.notice.event
    assert event is not None
    assert (event.id, event.type, event.data.partition_key) == (
        brought.notice.id,
        "customer_message_received",
        "booking-1",
    )


async def test_programs_hear_of_each_message(alerts: OwnAlerts) -> None:
    events = (Subscription.CHAT_MESSAGE_CREATED,)
    await alerts.have(a_destination("flow", events=events).but(created_by=ANA))

    await alerts.hear(posted(1), posted(2, by=OPERATOR))
    await alerts.send_due()

    heard = [notice.event for notice in alerts.channels.to("flow")]
    assert (
        sorted((event.type, event.data.to_json()[:0]) for event in heard if event)
        == [("chat_message_created", b"")] * 2
    )


async def test_what_is_kept_ends(alerts: OwnAlerts) -> None:
    await alerts.hear(posted(1))

    delivery: Delivery = await alerts.only()

    assert delivery.keep_until == NOON + timedelta(days=30)
    assert delivery.thread_id == thread_id("booking-1")
    indexes = await alerts.of.deliveries.index_information()
    assert indexes["kept"]["expireAfterSeconds"] == 0
