"""The settings service after a restore: of its database, and of its topic."""

import asyncio
from collections.abc import Callable

import pytest

from booking_chat.contracts.envelope import Envelope, decode, encode
from booking_chat.contracts.records import LOCATION_RECORDS, LocationSettingsChanged
from booking_chat.contracts.topics import LOCATIONS
from booking_chat.contracts.values import Switches
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client, database
from settings_service.main import create_app
from settings_service.publication import announcement
from settings_service.store import DATABASE, SettingsStore
from support.running_app import running
from support.settings_steps import NOON, ON, put, store_change, wish
from support.topic_reader import records_of


@pytest.fixture
def location(new_id: Callable[[str], str]) -> str:
    return new_id("location")


def said(location: str, version: int, switches: Switches) -> LocationSettingsChanged:
    return LocationSettingsChanged(
        location_id=location,
        portal_enabled=switches.portal_enabled,
        support_messaging=switches.support_messaging,
        version=version,
        changed_at=NOON,
    )


async def versions(config: ServiceConfig, location: str, at_least: int) -> list[int]:
    records = await records_of(config.kafka_bootstrap, LOCATIONS, location, at_least=at_least)
    decoded = [decode(record, LOCATION_RECORDS) for record in records]
    return [d.data.version for d in decoded if isinstance(d, Envelope)]


async def until_version(store: SettingsStore, location: str, version: int) -> None:
    async with asyncio.timeout(30):
        while (await store.load(location)).version != version:
            await asyncio.sleep(0.02)


async def test_a_restored_database_takes_over_what_everybody_has_read(
    config: ServiceConfig, mongo: Client, publisher: Publisher, location: str
) -> None:
    store = SettingsStore(mongo)
    await publisher.publish(LOCATIONS, encode(announcement(said(location, 7, ON))))

    async with running(create_app(config)) as http:
        await until_version(store, location, 7)
        # The next change gets a version that nobody has seen, so nobody passes over it.
        await put(http, location, 7, wish(portal=True, messaging=False))
        found = await versions(config, location, at_least=2)

    history = await store.history(location, before_version=None, limit=10)
    assert found == [7, 8]
    assert [(c.version, c.changed_by.operator_id) for c in history] == [(8, "op-1"), (7, "restore")]


async def test_how_customers_are_shown_a_location_stays_when_its_switches_change(
    config: ServiceConfig, mongo: Client, publisher: Publisher, location: str
) -> None:
    card = {"name": "Lisbon River Tours", "colour": "#0a7d8c", "contact": ("+351 210 000 000",)}
    shown = said(location, 7, ON).model_copy(update=card)
    await publisher.publish(LOCATIONS, encode(announcement(shown)))

    async with running(create_app(config)) as http:
        await until_version(SettingsStore(mongo), location, 7)
        await put(http, location, 7, wish(portal=True, messaging=False))
        records = await records_of(config.kafka_bootstrap, LOCATIONS, location, at_least=2)

    changed = decode(records[-1], LOCATION_RECORDS)
    assert isinstance(changed, Envelope)
    assert {name: getattr(changed.data, name) for name in card} == card
    assert not changed.data.support_messaging


async def test_a_change_that_was_made_on_a_restored_database_is_heard(
    config: ServiceConfig, mongo: Client, publisher: Publisher, location: str
) -> None:
    store = SettingsStore(mongo)
    await publisher.publish(LOCATIONS, encode(announcement(said(location, 7, Switches()))))
    await store_change(store, location, ON)

    async with running(create_app(config)):
        found = await versions(config, location, at_least=2)

    assert found == [7, 8]
    assert (await store.load(location)).switches == ON


async def test_a_topic_that_lost_a_location_gets_it_again(
    config: ServiceConfig, mongo: Client, location: str
) -> None:
    store = SettingsStore(mongo)
    await store_change(store, location, ON)
    await database(mongo, DATABASE)["locations"].update_one(
        {"_id": location}, {"$set": {"publishedVersion": 1}}
    )

    async with running(create_app(config)):
        assert await versions(config, location, at_least=1) == [1]
