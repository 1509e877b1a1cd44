"""When customers and programs are told, and when they are left alone."""

import pytest

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import DeliveryReason
from booking_chat.contracts.http.destinations import Subscription
from booking_chat.contracts.values import SenderType
from notifier.domain.planning.due import CustomerContact
from support.alert_world import a_destination, posted, read
from support.memory_alerts import MemoryAlerts

OPERATOR = SenderType.OPERATOR
CUSTOMERS = "customers/lisbon"
DAY = 24 * 3600


class TestCustomers:
    @pytest.fixture
    def alerts(self) -> MemoryAlerts:
        return MemoryAlerts()

    def test_a_customer_is_told_after_five_unread_minutes(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1, by=OPERATOR))
        alerts.run(DAY)

        assert alerts.to(CUSTOMERS) == [(300, (1,))]

    def test_one_email_says_all_that_was_said_meanwhile(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1, by=OPERATOR))
        alerts.hear(posted(2, by=OPERATOR, sent_at=alerts.run(200)))
        alerts.run(DAY)

        assert alerts.to(CUSTOMERS) == [(300, (1, 2))]

    def test_a_customer_who_has_read_it_is_not_written_to(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1, by=OPERATOR))
        alerts.hear(read(1, by=SenderType.CUSTOMER, read_at=alerts.run(299)))
        alerts.run(DAY)

        assert alerts.to(CUSTOMERS) == []
        assert alerts.dropped(CUSTOMERS) == [((1,), DeliveryReason.READ_BEFORE_SEND)]

    def test_a_customer_who_answers_has_read_it(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1, by=OPERATOR))
        alerts.hear(posted(2, sent_at=alerts.run(200)))
        alerts.run(DAY)

        assert alerts.to(CUSTOMERS) == []

    def test_that_staff_have_read_says_nothing_of_the_customer(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1, by=OPERATOR), read(1))
        alerts.run(DAY)

        assert alerts.to(CUSTOMERS) == [(300, (1,))]

    def test_there_is_one_email_a_quiet_period(self, alerts: MemoryAlerts) -> None:
        alerts.policy = AlertPolicy(quiet_period_seconds=3600)
        alerts.hear(posted(1, by=OPERATOR))
        alerts.hear(posted(2, by=OPERATOR, sent_at=alerts.run(400)))
        alerts.run(DAY)

        assert alerts.to(CUSTOMERS) == [(300, (1,)), (3900, (2,))]

    @pytest.mark.parametrize(
        ("contact", "reason"),
        [
            (None, DeliveryReason.NO_ADDRESS),
            (
                CustomerContact(None, portal_enabled=True, unsubscribed=False),
                DeliveryReason.NO_ADDRESS,
            ),
            (
                CustomerContact("ada@example.com", portal_enabled=False, unsubscribed=False),
                DeliveryReason.PORTAL_DISABLED,
            ),
            (
                CustomerContact("ada@example.com", portal_enabled=True, unsubscribed=True),
                DeliveryReason.UNSUBSCRIBED,
            ),
        ],
    )
    def test_who_cannot_or_would_not_be_written_to_is_not(
        self, alerts: MemoryAlerts, contact: CustomerContact, reason: DeliveryReason
    ) -> None:
        alerts.contact = contact

        alerts.hear(posted(1, by=OPERATOR))
        alerts.run(DAY)

        assert alerts.attempts == []
        assert alerts.dropped(CUSTOMERS) == [((1,), reason)]

    def test_a_location_may_write_to_nobody(self, alerts: MemoryAlerts) -> None:
        alerts.policy = AlertPolicy(customer_emails=False)

        alerts.hear(posted(1, by=OPERATOR))
        alerts.run(DAY)

        assert alerts.dropped(CUSTOMERS) == [((1,), DeliveryReason.CUSTOMER_EMAILS_OFF)]


class TestPrograms:
    """Webhooks that asked for `chat_message_created`."""

    @pytest.fixture
    def alerts(self) -> MemoryAlerts:
        events = (Subscription.CHAT_MESSAGE_CREATED,)
        return MemoryAlerts(destinations=[a_destination("flow", events=events)])

    def test_each_message_of_either_side_is_told_at_once(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2), posted(3, by=OPERATOR), read(3))
        alerts.run()

        assert sorted(alerts.to("flow")) == [(0, (1,)), (0, (2,)), (0, (3,))]

    def test_a_paused_one_gets_nothing(self, alerts: MemoryAlerts) -> None:
        alerts.destinations = [alerts.destinations[0].updated(paused=True)]

        alerts.hear(posted(1))

        assert alerts.dropped("flow") == [((1,), DeliveryReason.PAUSED)]

    def test_who_asked_for_both_gets_both(self, alerts: MemoryAlerts) -> None:
        alerts.destinations = [a_destination("flow", events=tuple(Subscription))]

        alerts.hear(posted(1), posted(2))
        alerts.run(DAY)

        assert sorted(alerts.to("flow")) == [(0, (1,)), (0, (1,)), (0, (2,)), (120, (2,))]
