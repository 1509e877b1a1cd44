from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest

from booking_chat.contracts.envelope import Envelope, OutgoingRecord, decode
from booking_chat.contracts.ids import derived_id
from booking_chat.contracts.records import LOCATION_RECORDS, LocationSettingsChanged
from booking_chat.contracts.topics import LOCATIONS, Topic
from booking_chat.contracts.values import Switches
from booking_chat.service.app import service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.health import Health
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.parts import started
from booking_chat.service.storage.mongo import Client
from settings_service.main import create_app
from settings_service.publication import Publication, Publish
from settings_service.routes import changing_routes
from settings_service.store import SettingsStore
from support.running_app import running
from support.settings_steps import NOON, ON, put, store_change, wish
from support.topic_reader import records_of


@pytest.fixture
def location(new_id: Callable[[str], str]) -> str:
    return new_id("location")


@pytest.fixture
def store(mongo: Client) -> SettingsStore:
    return SettingsStore(mongo)


async def published(config: ServiceConfig, location: str, *, at_least: int) -> list[Any]:
    records = await records_of(config.kafka_bootstrap, LOCATIONS, location, at_least=at_least)
    return [decode(record, LOCATION_RECORDS) for record in records]


async def nothing_announced() -> dict[str, LocationSettingsChanged]:
    return {}


def announced(location: str, version: int, switches: Switches) -> Envelope[LocationSettingsChanged]:
    return Envelope(
        id=derived_id("settings", location, str(version)),
        type="LocationSettingsChanged",
        source="/settings",
        time=NOON,
        data=LocationSettingsChanged(
            location_id=location,
            portal_enabled=switches.portal_enabled,
            support_messaging=switches.support_messaging,
            version=version,
            changed_at=NOON,
        ),
    )


async def test_a_change_is_on_the_topic_under_its_location(
    config: ServiceConfig, location: str
) -> None:
    async with running(create_app(config)) as http:
        await put(http, location, 0, wish(portal=True, messaging=False))
        (record,) = await published(config, location, at_least=1)

    assert record.id == derived_id("settings", location, "1")
    assert (record.type, record.source) == ("LocationSettingsChanged", "/settings")
    assert (record.data.portal_enabled, record.data.support_messaging) == (True, False)
    assert (record.data.version, record.time) == (1, record.data.changed_at)


async def test_a_crash_between_database_and_topic_is_made_good_at_the_next_start(
    config: ServiceConfig, store: SettingsStore, location: str
) -> None:
    await store_change(store, location, ON)

    async with running(create_app(config)):
        records = await published(config, location, at_least=1)

    assert records == [announced(location, 1, ON)]


async def test_several_changes_missed_by_the_topic_arrive_as_their_last_state(
    config: ServiceConfig, store: SettingsStore, location: str
) -> None:
    await store_change(store, location, ON)
    await store_change(store, location, Switches(portal_enabled=True))

    async with running(create_app(config)):
        records = await published(config, location, at_least=1)

    assert records == [announced(location, 2, Switches(portal_enabled=True))]


class AwayAtFirst:
    """Kafka that does not answer a few times, and then does."""

    def __init__(self, publish: Publish, failures: int) -> None:
        self._publish = publish
        self._failures = failures

    async def __call__(self, topic: Topic, record: OutgoingRecord) -> None:
        if self._failures > 0:
            self._failures -= 1
            raise KafkaUnavailableError("away")
        await self._publish(topic, record)


async def test_a_change_is_accepted_while_kafka_is_away_and_published_when_it_is_back(
    config: ServiceConfig, store: SettingsStore, publisher: Publisher, location: str
) -> None:
    publication = Publication(store, AwayAtFirst(publisher.publish, failures=2), nothing_announced)
    routes = changing_routes(store, publication.wake, clock=lambda: NOON)

    async with running(service_app("settings", [routes], Health(), [started(publication)])) as http:
        answer = await put(http, location, 0, wish())
        records = await published(config, location, at_least=1)

    assert answer.status_code == HTTPStatus.OK
    assert records == [announced(location, 1, ON)]


class OvertakenOnce:
    """Stalls before the first record of a location; another process publishes a newer one."""

    def __init__(self, store: SettingsStore, publisher: Publisher, location: str) -> None:
        self._store = store
        self._publisher = publisher
        self._location = location
        self._overtaken = False

    async def __call__(self, topic: Topic, record: OutgoingRecord) -> None:
        if record.key == self._location.encode() and not self._overtaken:
            self._overtaken = True
            await store_change(self._store, self._location, Switches())
            await Publication(
                self._store, self._publisher.publish, nothing_announced
            ).publish_pending()
        await self._publisher.publish(topic, record)


async def test_an_older_version_that_lands_late_is_followed_by_the_newest(
    config: ServiceConfig, store: SettingsStore, publisher: Publisher, location: str
) -> None:
    await store_change(store, location, ON)

    overtaken = OvertakenOnce(store, publisher, location)
    await Publication(store, overtaken, nothing_announced).publish_pending()

    records = await published(config, location, at_least=3)
    assert records == [
        announced(location, 2, Switches()),
        announced(location, 1, ON),
        announced(location, 2, Switches()),
    ]


async def test_what_is_on_the_topic_is_not_published_again(
    config: ServiceConfig, store: SettingsStore, publisher: Publisher, location: str
) -> None:
    publication = Publication(store, publisher.publish, nothing_announced)
    await store_change(store, location, ON)
    await publication.publish_pending()

    await publication.publish_pending()
    await store_change(store, location, Switches())
    await publication.publish_pending()

    records = await published(config, location, at_least=2)
    assert records == [announced(location, 1, ON), announced(location, 2, Switches())]
