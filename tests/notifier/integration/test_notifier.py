from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from booking_chat.contracts.alerts import ALERTS as ALERT_CONTRACTS
from booking_chat.contracts.alerts import (
    CHAT_MESSAGE_CREATED,
    CUSTOMER_MESSAGE_RECEIVED,
    CustomerMessageReceived,
)
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, decode, encode
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.ids import derived_id, message_id, thread_id
from booking_chat.contracts.time_zones import RULES_VERSION
from booking_chat.contracts.topics import ALERTS, DEAD_LETTERS, EVENTS
from booking_chat.contracts.values import SenderType
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.consumer import DeadLetterQueue
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client
from notifier.config import NotifierConfig
from notifier.consumers.alerting import alerting
from notifier.consumers.groups import NAME
from notifier.main import create_app
from notifier.storage.alerted_threads import AlertedThreads
from notifier.storage.collections import Collections
from support.own_alerts import notifier_config
from support.running_app import MONITORING, running
from support.topic_reader import records_of

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)


@pytest.fixture
def config(config: ServiceConfig) -> NotifierConfig:
    return notifier_config(config)


@pytest.fixture
def booking(new_id: Callable[[str], str]) -> str:
    return new_id("booking")


def posted(
    booking: str, seq: int, sender_type: SenderType = SenderType.CUSTOMER
) -> Envelope[MessagePosted]:
    thread = thread_id(booking)
    client_message_id = f"1b4e28ba-2fa1-41d2-883f-{seq:012}"
    return Envelope(
        id=derived_id("MessagePosted", thread, str(seq)),
        type="MessagePosted",
        source="/chat-core",
        time=NOON,
        data=MessagePosted(
            booking_id=booking,
            thread_id=thread,
            location_id="lisbon",
            message_id=message_id(thread, client_message_id),
            client_message_id=client_message_id,
            seq=seq,
            sender_type=sender_type,
            sender_name="Ada Lovelace",
            text=f"Is there parking? ({seq})",
            sent_at=NOON,
            customer_name="Ada Lovelace",
            confirmation_code="ABC123-XYZ",
        ),
    )


async def publish_events(publisher: Publisher, *events: Envelope[MessagePosted]) -> None:
    await publisher.publish_all(EVENTS, [(encode(event), None) for event in events])


async def alerts_of(config: ServiceConfig, booking: str, *, at_least: int) -> list[Any]:
    """What is to be acted on: `chat_message_created` stands beside each of them."""
    records = await records_of(
        config.kafka_bootstrap,
        ALERTS,
        booking,
        at_least=at_least,
        of_type=CUSTOMER_MESSAGE_RECEIVED,
    )
    return [decode(record, ALERT_CONTRACTS) for record in records]


def seqs(alerts: list[Any]) -> list[int]:
    return [alert.data.seq for alert in alerts]


async def test_a_customers_message_becomes_one_alert(
    config: NotifierConfig, publisher: Publisher, booking: str
) -> None:
    event = posted(booking, 1)

    await publish_events(publisher, event)
    async with running(create_app(config)):
        alerts = await alerts_of(config, booking, at_least=1)

    assert alerts == [
        Envelope(
            id=derived_id("customer_message_received", event.data.message_id),
            type="customer_message_received",
            source="/notifier",
            time=NOON,
            data=CustomerMessageReceived(
                booking_id=booking,
                thread_id=event.data.thread_id,
                location_id="lisbon",
                thread_url=f"{config.dashboard_url}/#/locations/lisbon/threads/{event.data.thread_id}",
                message_id=event.data.message_id,
                seq=1,
                customer_name="Ada Lovelace",
                message_preview="Is there parking? (1)",
                confirmation_code="ABC123-XYZ",
                occurred_at=NOON,
            ),
        )
    ]


async def test_an_operators_message_sends_no_alert(
    config: NotifierConfig, publisher: Publisher, booking: str
) -> None:
    await publish_events(
        publisher,
        posted(booking, 1, SenderType.OPERATOR),
        posted(booking, 2),
        posted(booking, 3, SenderType.OPERATOR),
        posted(booking, 4),
    )

    async with running(create_app(config)):
        alerts = await alerts_of(config, booking, at_least=2)

    assert seqs(alerts) == [2, 4]


async def test_each_message_of_either_side_is_told_of_in_order(
    config: NotifierConfig, publisher: Publisher, booking: str
) -> None:
    await publish_events(
        publisher,
        posted(booking, 1),
        posted(booking, 2, SenderType.OPERATOR),
        posted(booking, 1),
        posted(booking, 3),
    )

    async with running(create_app(config)):
        records = await records_of(
            config.kafka_bootstrap, ALERTS, booking, at_least=3, of_type=CHAT_MESSAGE_CREATED
        )

    created: list[Any] = [decode(record, ALERT_CONTRACTS) for record in records]
    assert [(alert.data.seq, alert.data.sender_type) for alert in created] == [
        (1, SenderType.CUSTOMER),
        (2, SenderType.OPERATOR),
        (3, SenderType.CUSTOMER),
    ]


async def test_a_copy_of_an_event_sends_no_second_alert(
    config: NotifierConfig, publisher: Publisher, booking: str
) -> None:
    async with running(create_app(config)):
        await publish_events(publisher, posted(booking, 1), posted(booking, 2))
        await alerts_of(config, booking, at_least=2)

        await publish_events(publisher, posted(booking, 1), posted(booking, 2), posted(booking, 3))
        alerts = await alerts_of(config, booking, at_least=3)

    assert seqs(alerts) == [1, 2, 3]


async def test_reading_the_whole_log_again_sends_no_alert(
    config: NotifierConfig, publisher: Publisher, mongo: Client, booking: str
) -> None:
    await publish_events(publisher, posted(booking, 1), posted(booking, 2))
    async with running(create_app(config)):
        await alerts_of(config, booking, at_least=2)
    await publish_events(publisher, posted(booking, 3))
    log = await records_of(config.kafka_bootstrap, EVENTS, booking, at_least=3)

    await alerting(AlertedThreads(Collections(mongo)), publisher, DeadLetterQueue(publisher, NAME))(
        log
    )

    assert seqs(await alerts_of(config, booking, at_least=3)) == [1, 2, 3]


async def test_a_restart_goes_on_where_it_stopped(
    config: NotifierConfig, publisher: Publisher, booking: str
) -> None:
    async with running(create_app(config)):
        await publish_events(publisher, posted(booking, 1))
        await alerts_of(config, booking, at_least=1)
    await publish_events(publisher, posted(booking, 2))

    async with running(create_app(config)):
        alerts = await alerts_of(config, booking, at_least=2)

    assert seqs(alerts) == [1, 2]


class CrashingBeforeMarks(AlertedThreads):
    """The database goes away after the alerts went out."""

    async def raise_marks(self, marks: Mapping[str, int]) -> None:
        raise ConnectionError(f"{len(marks)} marks were not raised")


async def test_a_crash_before_the_marks_repeats_the_same_alert_under_the_same_id(
    config: NotifierConfig, publisher: Publisher, mongo: Client, booking: str
) -> None:
    await publish_events(publisher, posted(booking, 1))
    log = await records_of(config.kafka_bootstrap, EVENTS, booking, at_least=1)
    letters = DeadLetterQueue(publisher, NAME)
    with pytest.raises(ConnectionError):
        await alerting(
            CrashingBeforeMarks(Collections(mongo)), publisher, DeadLetterQueue(publisher, NAME)
        )(log)

    await alerting(AlertedThreads(Collections(mongo)), publisher, letters)(log)

    first, second = await alerts_of(config, booking, at_least=2)
    assert first == second


async def test_a_mark_never_goes_back(mongo: Client, booking: str) -> None:
    threads = AlertedThreads(Collections(mongo))
    await threads.raise_marks({booking: 5})

    await threads.raise_marks({booking: 3})

    assert await threads.marks([booking]) == {booking: 5}


async def test_an_undecodable_event_is_set_aside_and_the_next_one_goes_on(
    config: NotifierConfig, publisher: Publisher, booking: str
) -> None:
    good = encode(posted(booking, 1))
    broken = OutgoingRecord(key=good.key, value=b"{not json", headers=good.headers)

    await publisher.publish_all(EVENTS, [(broken, None), (good, None)])
    async with running(create_app(config)):
        alerts = await alerts_of(config, booking, at_least=1)
        letters = await records_of(config.kafka_bootstrap, DEAD_LETTERS, booking, at_least=1)

    assert seqs(alerts) == [1]
    (letter,) = letters
    headers = dict(letter.headers)
    assert letter.value == b"{not json"
    assert headers["dead_letter_topic"] == b"chat.events.v1"
    assert headers["dead_letter_consumer"] == b"notifier"
    assert headers["dead_letter_reason"] == b"bad-body"


async def test_the_service_is_ready_once_its_engines_answer(config: NotifierConfig) -> None:
    async with running(create_app(config)) as http:
        ready = await http.get(f"{MONITORING}/health/ready")

    assert ready.json() == {
        "status": "ok",
        "checks": {"started": "ok", "mongo": "ok", "kafka": "ok", "topics": "ok"},
        "timeZoneRules": RULES_VERSION,
    }
