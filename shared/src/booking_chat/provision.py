"""`booking-chat provision`: topics, replica set and indexes. Safe to repeat."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import entry_points

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from booking_chat.service.mongo import Client, connect, initiate_replica_set, ping
from booking_chat.topics import ALL_TOPICS, Topic

Report = Callable[[str], None]
ProvisionStore = Callable[[Client], Awaitable[None]]

_ALREADY_EXISTS = 36
_ATTEMPTS = 60


class ProvisionError(Exception):
    """Something could not be made; the message says what and why."""


async def provision_topics(
    bootstrap: str,
    *,
    replication: int,
    min_insync: int,
    report: Report,
    topics: Sequence[Topic] = ALL_TOPICS,
) -> None:
    """Makes the topics that are missing; a topic that exists is left as it is."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, client_id="provision")
    await _until_it_answers("Kafka", bootstrap, admin.start, KafkaError)
    try:
        response = await admin.create_topics(
            [
                NewTopic(
                    topic.name,
                    topic.partitions,
                    replication,
                    topic_configs=topic.config(min_insync),
                )
                for topic in topics
            ]
        )
    finally:
        await admin.close()
    for name, error_code, message in response.topic_errors:
        if error_code == 0:
            report(f"made the topic {name}")
        elif error_code != _ALREADY_EXISTS:
            raise ProvisionError(f"the topic {name} could not be made: {message}")


async def provision_mongo(
    url: str, *, members: Sequence[str], replica_set: str, report: Report
) -> None:
    """Makes the replica set of `members`, when there are any, and every service's indexes.

    A service says how by an entry point in the group `booking_chat.provision`.
    """
    if members:
        first = f"mongodb://{members[0]}"
        if await initiate_replica_set(first, replica_set, list(members)):
            report(f"made the replica set {replica_set} of {', '.join(members)}")
    client = connect(url)
    try:
        await _until_it_answers("MongoDB", url, lambda: ping(client), Exception)
        for entry in sorted(entry_points(group="booking_chat.provision"), key=lambda e: e.name):
            provision_store: ProvisionStore = entry.load()
            await provision_store(client)
            report(f"made the indexes of {entry.name}")
    finally:
        client.close()


async def _until_it_answers(
    name: str, address: str, attempt: Callable[[], Awaitable[None]], retry_on: type[Exception]
) -> None:
    """Tries once a second for a minute: at a first start the engines may still be starting."""
    for remaining in reversed(range(_ATTEMPTS)):
        try:
            await attempt()
        except retry_on as error:
            if remaining == 0:
                raise ProvisionError(f"{name} at {address} does not answer: {error}") from error
            await asyncio.sleep(1)
        else:
            return
