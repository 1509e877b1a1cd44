"""When staff are told, and when they are left alone."""

from datetime import timedelta

import pytest

from booking_chat.contracts.http.alert_policy import AlertPolicy, QuietHours
from booking_chat.contracts.http.deliveries import DeliveryReason
from booking_chat.contracts.http.destinations import DestinationKind, PauseReason
from booking_chat.contracts.values import SenderType
from support.alert_world import NOON, a_destination, marked_unread, posted, read
from support.memory_alerts import MemoryAlerts

OPERATOR = SenderType.OPERATOR
DAY = 24 * 3600


@pytest.fixture
def alerts() -> MemoryAlerts:
    """A location with one webhook and two minutes of quiet."""
    return MemoryAlerts(destinations=[a_destination("ops")])


class TestStaff:
    def test_a_customers_message_alerts_at_once(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1))
        alerts.run()

        assert alerts.to("ops") == [(0, (1,))]

    def test_what_follows_within_the_quiet_period_is_summed_up_at_its_end(
        self, alerts: MemoryAlerts
    ) -> None:
        alerts.hear(posted(1))
        alerts.hear(posted(2, sent_at=alerts.run(10)))
        alerts.hear(posted(3, sent_at=alerts.run(100)))
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,)), (120, (2, 3))]

    def test_messages_of_one_batch_are_told_apart_like_any_others(
        self, alerts: MemoryAlerts
    ) -> None:
        alerts.hear(posted(1), posted(2), posted(3))
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,)), (120, (2, 3))]

    def test_a_summary_begins_a_quiet_period_of_its_own(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2))
        alerts.hear(posted(3, sent_at=alerts.run(130)))
        alerts.hear(posted(4, sent_at=alerts.run(70)))
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,)), (120, (2,)), (240, (3, 4))]

    def test_after_the_quiet_period_a_message_alerts_at_once_again(
        self, alerts: MemoryAlerts
    ) -> None:
        alerts.hear(posted(1))
        alerts.hear(posted(2, sent_at=alerts.run(120)))
        alerts.run()

        assert alerts.to("ops") == [(0, (1,)), (120, (2,))]

    def test_the_quiet_period_is_the_locations_own(self, alerts: MemoryAlerts) -> None:
        alerts.policy = AlertPolicy(quiet_period_seconds=600)

        alerts.hear(posted(1), posted(2))
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,)), (600, (2,))]

    def test_threads_do_not_keep_each_other_quiet(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(1, booking="booking-2"))
        alerts.run()

        assert alerts.to("ops") == [(0, (1,)), (0, (1,))]

    def test_nothing_is_sent_for_what_was_read_meanwhile(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2), posted(3))
        alerts.hear(read(3, read_at=alerts.run(60)))
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,))]
        assert alerts.dropped("ops") == [((2, 3), DeliveryReason.READ_BEFORE_SEND)]

    def test_only_what_is_still_unread_is_summed_up(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2), posted(3))
        alerts.hear(read(2, read_at=alerts.run(60)))
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,)), (120, (3,))]

    def test_an_answer_says_that_all_before_it_was_read(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2))
        alerts.hear(posted(3, by=OPERATOR, sent_at=alerts.run(60)))
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,))]

    def test_what_was_marked_unread_again_is_told(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2))
        alerts.hear(read(2, read_at=alerts.run(10)))
        alerts.hear(marked_unread(1, marked_at=alerts.run(10)))
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,)), (120, (2,))]

    def test_a_summary_that_was_not_needed_begins_no_quiet(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2))
        alerts.hear(read(2, read_at=alerts.run(10)))
        alerts.hear(posted(3, sent_at=alerts.run(120)))
        alerts.run()

        assert alerts.to("ops") == [(0, (1,)), (130, (3,))]

    def test_each_destination_is_told(self, alerts: MemoryAlerts) -> None:
        alerts.destinations.append(a_destination("desk", kind=DestinationKind.EMAIL))

        alerts.hear(posted(1))
        alerts.run()

        assert (alerts.to("ops"), alerts.to("desk")) == ([(0, (1,))], [(0, (1,))])

    def test_an_operators_message_does_not_alert_staff(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1, by=OPERATOR))
        alerts.run(60)

        assert alerts.to("ops") == []

    def test_a_message_that_is_heard_of_late_waits_for_news_of_its_reading(
        self, alerts: MemoryAlerts
    ) -> None:
        alerts.hear(posted(1, sent_at=NOON - timedelta(minutes=30)))
        alerts.hear(read(1, read_at=NOON - timedelta(minutes=20)))
        alerts.run(DAY)

        assert alerts.to("ops") == []

    def test_a_message_that_is_a_day_old_alerts_nobody(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1, sent_at=NOON - timedelta(days=1, seconds=1)))
        alerts.run(DAY)

        assert alerts.attempts == []
        assert [d.reason for d in alerts.deliveries.values()] == [DeliveryReason.TOO_OLD]

    def test_of_what_is_older_than_anything_kept_nothing_is_noted(
        self, alerts: MemoryAlerts
    ) -> None:
        alerts.hear(posted(1, sent_at=NOON - timedelta(days=31)))

        assert alerts.deliveries == {}


class TestNobodyToTell:
    def test_without_a_destination_nothing_is_kept(self) -> None:
        alerts = MemoryAlerts()

        alerts.hear(posted(1, text="my secret"))

        assert alerts.deliveries == {}

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"paused": True, "pause_reason": PauseReason.BY_HAND}, DeliveryReason.PAUSED),
            ({"verified": False}, DeliveryReason.UNVERIFIED),
        ],
    )
    def test_a_destination_out_of_use_is_noted(
        self, change: dict[str, object], reason: DeliveryReason
    ) -> None:
        alerts = MemoryAlerts(destinations=[a_destination("ops").updated(**change)])

        alerts.hear(posted(1))
        alerts.run(DAY)

        assert alerts.attempts == []
        assert alerts.dropped("ops") == [((1,), reason)]

    def test_one_that_is_paused_meanwhile_gets_nothing_more(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2))
        alerts.run()
        alerts.destinations = [alerts.destinations[0].updated(paused=True)]
        alerts.run(DAY)

        assert alerts.to("ops") == [(0, (1,))]
        assert alerts.dropped("ops") == [((2,), DeliveryReason.PAUSED)]

    def test_one_that_is_deleted_meanwhile_gets_nothing_more(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2))
        alerts.run()
        alerts.destinations = []
        alerts.run(DAY)

        assert alerts.dropped("ops") == [((2,), DeliveryReason.DESTINATION_DELETED)]


class TestQuietHours:
    """In Lisbon, which is on UTC in winter; noon is in them."""

    @pytest.fixture
    def alerts(self) -> MemoryAlerts:
        return MemoryAlerts(
            destinations=[a_destination("desk", kind=DestinationKind.EMAIL), a_destination("ops")],
            policy=AlertPolicy(
                time_zone="Europe/Lisbon", quiet_hours=QuietHours(start="11:00", end="14:00")
            ),
        )

    def test_people_are_told_when_they_end_of_all_in_one(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1))
        alerts.hear(posted(2, sent_at=alerts.run(1800)))
        alerts.hear(posted(3, sent_at=alerts.run(1800)))
        alerts.run(DAY)

        assert alerts.to("desk") == [(7200, (1, 2, 3))]

    def test_programs_are_not_held_back(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1))
        alerts.run()

        assert alerts.to("ops") == [(0, (1,))]

    def test_nothing_is_sent_for_what_was_read_by_their_end(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1))
        alerts.hear(read(1, read_at=alerts.run(600)))
        alerts.run(DAY)

        assert alerts.to("desk") == []

    def test_those_that_were_set_meanwhile_hold_too(self, alerts: MemoryAlerts) -> None:
        hours = alerts.policy.quiet_hours
        alerts.policy = AlertPolicy()
        alerts.hear(posted(1), posted(2))
        alerts.run()
        alerts.policy = AlertPolicy(quiet_hours=hours)
        alerts.run(DAY)

        assert alerts.to("desk") == [(0, (1,)), (7200, (2,))]


def test_every_message_of_a_long_burst_is_told_though_texts_are_cut() -> None:
    alerts = MemoryAlerts(destinations=[a_destination("ops")])

    alerts.hear(*(posted(seq, text="x" * 500) for seq in range(1, 103)))
    alerts.run(DAY)

    assert alerts.to("ops") == [(0, (1,)), (120, tuple(range(2, 103)))]
    summary = max(alerts.deliveries.values(), key=lambda delivery: len(delivery.messages))
    assert [len(message.text) for message in summary.messages] == [500] * 50 + [80] * 51
