"""Deliveries on a real MongoDB: taken, attempted, repeated, and what came of them kept."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import pytest

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import DeliveryReason, DeliveryState, NoticeKind
from booking_chat.contracts.http.destinations import DestinationKind, PauseReason, Subscription
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import SenderType
from booking_chat.service.config import ServiceConfig
from booking_chat.service.storage.mongo import Client
from notifier.domain.deliveries import Delivery
from notifier.domain.notices import Answer, Delivered, Failed, Gone, Rejected, Target
from support.alert_world import ANA, NOON, a_destination, at, posted
from support.own_alerts import OwnAlerts, own_alerts

OPERATOR = SenderType.OPERATOR
OOPS = Failed(Answer(500, "oops"), "the answer was 500")


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
        assert brought.target == Target(DestinationKind.EMAIL, "ada@example.com", "Ada Lovelace")
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


async def test_a_webhook_is_signed_with_each_valid_secret(alerts: OwnAlerts) -> None:
    await alerts.hear(posted(1))
    await alerts.send_due()

    (brought,) = alerts.channels.brought
    assert brought.target == Target(
        DestinationKind.WEBHOOK, "https://hooks.example.com/ops", secrets=("whsec_c2VjcmV0",)
    )
    event = brought.notice.event
    assert event is not None
    assert (event.id, event.type, event.data.partition_key) == (
        brought.notice.id,
        "customer_message_received",
        "booking-1",
    )


async def test_programs_hear_of_each_message(alerts: OwnAlerts) -> None:
    events = (Subscription.CHAT_MESSAGE_CREATED,)
    await alerts.have(a_destination("flow", events=events).updated(created_by=ANA))

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
