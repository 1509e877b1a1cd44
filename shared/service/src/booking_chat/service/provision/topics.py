"""Topics in Kafka: made when they are missing, compared when they are there."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, for_code

from booking_chat.contracts.topics import ALL_TOPICS, Topic
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.provision.comparison import (
    Difference,
    FoundTopic,
    Severity,
    TopicSetting,
    topic_differences,
)
from booking_chat.service.provision.patience import ProvisionError, until_it_answers

Report = Callable[[str], None]

_ALREADY_EXISTS = 36
_TOO_FEW_BROKERS = 38
_LOOKS = 50
_LOOK_PAUSE_SECONDS = 0.1
_SET_ON_TOPIC = 1
"""Where a setting comes from: the topic itself, and not the broker or Kafka's defaults."""


class _TooFewBrokersError(Exception):
    """Not as many brokers are there as copies are wanted, or not yet."""


async def provision_topics(
    kafka: KafkaConnection,
    *,
    replication: int,
    min_insync: int,
    report: Report,
    topics: Sequence[Topic] = ALL_TOPICS,
    fix: bool = False,
    allow_extra_partitions: bool = False,
) -> list[Difference]:
    """Makes the topics that are missing and tells how the others differ.

    With `fix` settings are put right where that deletes nothing, and only what is left is told.
    Raises ProvisionError.
    """
    compare = partial(
        topic_differences,
        replication=replication,
        min_insync=min_insync,
        allow_extra_partitions=allow_extra_partitions,
    )
    admin = AIOKafkaAdminClient(**kafka.client_settings(), client_id="provision")
    await until_it_answers("Kafka", kafka.bootstrap, admin.start, KafkaError)
    try:
        made = await _make(admin, topics, replication, min_insync, report)
        # Those that were just made are as they should be, and not known to every broker yet.
        there = [topic for topic in topics if topic.name not in made]
        differences = await _compare(admin, there, compare)
        wanted = [difference.fix for difference in differences if difference.fix is not None]
        if fix and wanted:
            await _put_right(admin, wanted, report)
            differences = await _compare_once_known(admin, there, compare, wanted)
    except KafkaError as error:
        raise ProvisionError(f"Kafka at {kafka.bootstrap}: {error!r}") from error
    finally:
        await admin.close()
    return differences


async def _make(
    admin: AIOKafkaAdminClient,
    topics: Sequence[Topic],
    replication: int,
    min_insync: int,
    report: Report,
) -> set[str]:
    """The names of those that were missing."""
    made: set[str] = set()
    wanted = [
        NewTopic(t.name, t.partitions, replication, topic_configs=t.config(min_insync))
        for t in topics
    ]

    async def make() -> None:
        for name, code, message in (await admin.create_topics(wanted)).topic_errors:
            if code == 0:
                made.add(name)
                report(f"made the topic {name}")
            elif code == _TOO_FEW_BROKERS:
                raise _TooFewBrokersError(f"{name}: {message}")
            elif code != _ALREADY_EXISTS:
                raise ProvisionError(f"the topic {name} could not be made: {message}")

    await until_it_answers(
        "Kafka", f"the {replication} brokers that are wanted", make, _TooFewBrokersError
    )
    return made


async def _compare_once_known(
    admin: AIOKafkaAdminClient,
    topics: Sequence[Topic],
    compare: Callable[[Topic, FoundTopic], list[Difference]],
    changed: Sequence[TopicSetting],
) -> list[Difference]:
    """A broker knows what another one was told a moment later."""
    for _ in range(_LOOKS):
        differences = await _compare(admin, topics, compare)
        if not any(difference.fix in changed for difference in differences):
            break
        await asyncio.sleep(_LOOK_PAUSE_SECONDS)
    return differences


async def _compare(
    admin: AIOKafkaAdminClient,
    topics: Sequence[Topic],
    compare: Callable[[Topic, FoundTopic], list[Difference]],
) -> list[Difference]:
    names = [topic.name for topic in topics]
    described = {topic["topic"]: topic for topic in await admin.describe_topics(names)}
    settings = await _settings(admin, names)
    differences: list[Difference] = []
    for topic in topics:
        partitions = described[topic.name]["partitions"]
        found = FoundTopic(
            partitions=len(partitions),
            replicas=min((len(each["replicas"]) for each in partitions), default=0),
            settings={name: value for name, (value, _) in settings[topic.name].items()},
        )
        differences += compare(topic, found)
    if topics and not any(settings.values()):
        what = "the broker does not tell the settings of its topics"
        differences.append(Difference(Severity.HARMLESS, what, "They were not compared"))
    return differences


async def _settings(
    admin: AIOKafkaAdminClient, names: Sequence[str]
) -> dict[str, dict[str, tuple[str, bool]]]:
    """By topic and name: the value, and whether it was set on the topic itself."""
    found: dict[str, dict[str, tuple[str, bool]]] = {name: {} for name in names}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    for response in await admin.describe_configs(resources):
        for error, _, _, name, entries, *_ in response.resources:
            if error == 0:
                found[name] = {
                    entry[0]: (str(entry[1]), entry[3] == _SET_ON_TOPIC) for entry in entries
                }
    return found


async def _put_right(
    admin: AIOKafkaAdminClient, wanted: Sequence[TopicSetting], report: Report
) -> None:
    """Kafka's request replaces all settings of a topic, so those that were set are sent again."""
    by_topic: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for setting in wanted:
        by_topic[setting.topic][setting.name] = setting.value
    known = await _settings(admin, list(by_topic))
    resources = [
        ConfigResource(
            ConfigResourceType.TOPIC,
            topic,
            {name: value for name, (value, is_set) in known[topic].items() if is_set} | changes,
        )
        for topic, changes in by_topic.items()
    ]
    for response in await admin.alter_configs(resources):
        _require_success(response.resources)
    for setting in wanted:
        report(f"set {setting.name}={setting.value} on {setting.topic}")


def _require_success(resources: Sequence[Any]) -> None:
    for code, message, _, name in resources:
        if code:
            raise ProvisionError(f"{name} could not be put right: {message or for_code(code)}")
