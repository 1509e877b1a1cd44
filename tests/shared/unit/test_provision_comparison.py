"""What is there beside what should be there: what differs, how bad it is, what is put right."""

from collections.abc import Mapping
from typing import Any

import pytest

from booking_chat.contracts.topics import BOOKINGS, COMMANDS, DEAD_LETTERS, EVENTS, Topic
from booking_chat.service.provision.comparison import (
    Difference,
    FoundTopic,
    Severity,
    TopicSetting,
    endangers,
    replica_set_differences,
    single_copy_objection,
    topic_differences,
)
from booking_chat.service.provision.indexes import index_differences, missing_indexes
from booking_chat.service.storage.indexes import StoreIndexes
from chat_core.storage.collections import INDEXES as CORE
from notifier.storage.collections import INDEXES as NOTIFIER
from settings_service.store import INDEXES as SETTINGS

BREAKS, DANGER, HARMLESS = Severity.BREAKS, Severity.DANGER, Severity.HARMLESS
DAY_MS = 24 * 60 * 60 * 1000


def found(topic: Topic, **changes: Any) -> FoundTopic:
    """A topic as three brokers should have it, but for the changes."""
    settings = {
        **topic.config(min_insync_replicas=2),
        "unclean.leader.election.enable": "false",
        "segment.bytes": "1048576",
        **{name.replace("_", "."): value for name, value in changes.pop("settings", {}).items()},
    }
    return FoundTopic(
        **{"partitions": topic.partitions, "replicas": 3, **changes}, settings=settings
    )


def compared(topic: Topic, there: FoundTopic) -> list[Difference]:
    return topic_differences(topic, there, replication=3, min_insync=2)


@pytest.mark.parametrize("topic", [COMMANDS, EVENTS, BOOKINGS, DEAD_LETTERS])
def test_a_topic_as_it_should_be_has_no_differences(topic: Topic) -> None:
    assert compared(topic, found(topic)) == []


@pytest.mark.parametrize("partitions", [11, 13, 24])
def test_more_partitions_and_fewer_are_refused_and_nothing_is_set(partitions: int) -> None:
    (difference,) = compared(COMMANDS, found(COMMANDS, partitions=partitions))

    assert (difference.severity, difference.fix) == (BREAKS, None)
    assert difference.what == (f"chat.commands.v1 has {partitions} partitions where 12 are wanted")


def test_more_partitions_that_are_allowed_for_now_are_said_only() -> None:
    more, fewer = found(COMMANDS, partitions=13), found(COMMANDS, partitions=11)

    allowed = [
        topic_differences(
            COMMANDS, there, replication=3, min_insync=2, allow_extra_partitions=True
        )[0].severity
        for there in (more, fewer)
    ]

    assert allowed == [HARMLESS, BREAKS]


@pytest.mark.parametrize(
    ("topic", "name", "value", "severity", "fix"),
    [
        (COMMANDS, "retention.ms", "1000", DANGER, str(7 * DAY_MS)),
        (COMMANDS, "retention.ms", str(30 * DAY_MS), HARMLESS, None),
        (COMMANDS, "retention.ms", "-1", HARMLESS, None),
        (EVENTS, "retention.ms", str(10_000 * DAY_MS), DANGER, "-1"),
        (EVENTS, "retention.bytes", "1000000000", DANGER, "-1"),
        (EVENTS, "cleanup.policy", "compact", DANGER, "delete"),
        (BOOKINGS, "cleanup.policy", "delete", DANGER, "compact"),
        (BOOKINGS, "cleanup.policy", "compact,delete", DANGER, "compact"),
        (COMMANDS, "min.insync.replicas", "1", DANGER, "2"),
        (COMMANDS, "min.insync.replicas", "3", HARMLESS, None),
        (COMMANDS, "min.insync.replicas", "4", BREAKS, "2"),
        (COMMANDS, "unclean.leader.election.enable", "true", DANGER, "false"),
        (DEAD_LETTERS, "max.message.bytes", "1048576", HARMLESS, "1114112"),
        (DEAD_LETTERS, "max.message.bytes", "9999999", HARMLESS, None),
    ],
)
def test_a_setting_is_put_right_only_where_that_keeps_more(
    topic: Topic, name: str, value: str, severity: Severity, fix: str | None
) -> None:
    (difference,) = compared(topic, found(topic, settings={name: value}))

    assert difference.severity is severity
    assert f"{topic.name} has {name}={value}" in difference.what
    assert difference.fix == (None if fix is None else TopicSetting(topic.name, name, fix))
    if fix is not None:
        command = f"--entity-name {topic.name} --add-config {name}={fix}"
        assert command in difference.remedy


@pytest.mark.parametrize(("replicas", "severity"), [(2, DANGER), (4, HARMLESS)])
def test_fewer_copies_endanger_a_promise_and_more_do_not(replicas: int, severity: Severity) -> None:
    (difference,) = compared(COMMANDS, found(COMMANDS, replicas=replicas))

    assert (difference.severity, difference.fix) == (severity, None)


def test_more_acknowledgements_than_there_are_copies_are_never_set() -> None:
    alone = found(COMMANDS, replicas=1, settings={"min.insync.replicas": "1"})

    assert [difference.fix for difference in compared(COMMANDS, alone)] == [None, None]


def test_a_setting_that_a_broker_does_not_tell_is_not_compared() -> None:
    assert compared(COMMANDS, FoundTopic(partitions=12, replicas=3, settings={})) == []


@pytest.mark.parametrize(
    ("replication", "min_insync", "production", "allowed", "objects"),
    [
        (3, 2, True, False, False),
        (1, 1, True, False, True),
        (3, 1, True, False, True),
        (1, 1, True, True, False),
        (3, 1, True, True, False),
        (1, 1, False, False, False),
        (2, 3, False, True, True),
    ],
)
def test_production_keeps_one_copy_only_when_told_so(
    replication: int,
    min_insync: int,
    production: bool,  # noqa: FBT001 - a column of the table
    allowed: bool,  # noqa: FBT001 - a column of the table
    objects: bool,  # noqa: FBT001 - a column of the table
) -> None:
    why = single_copy_objection(replication, min_insync, production=production, allowed=allowed)

    assert (why is not None) == objects


def test_what_endangers_a_promise_fails_in_production_and_what_breaks_fails_everywhere() -> None:
    each = [Difference(severity, "x", "y") for severity in (BREAKS, DANGER, HARMLESS)]

    assert [d.severity for d in endangers(each, production=True)] == [BREAKS, DANGER]
    assert [d.severity for d in endangers(each, production=False)] == [BREAKS]


THREE = ["mongodb:27017", "mongodb-2:27017", "mongodb-3:27017"]


def test_a_replica_set_of_one_where_three_are_wanted_is_refused_with_what_is_missing() -> None:
    (difference,) = replica_set_differences(THREE[:1], THREE, single_copy_allowed=True)

    assert difference.severity is BREAKS
    assert difference.what == (
        "the replica set has 1 member (mongodb:27017) where 3 are wanted: "
        "mongodb-2:27017, mongodb-3:27017 missing"
    )
    assert 'rs.add("mongodb-2:27017"), rs.add("mongodb-3:27017")' in difference.remedy


@pytest.mark.parametrize(
    ("there", "wanted", "allowed", "severities"),
    [
        (THREE, THREE, False, []),
        (THREE, [], False, []),
        (THREE[:1], THREE[:1], True, []),
        (THREE[:1], THREE[:1], False, [DANGER]),
        (THREE[:1], [], False, [DANGER]),
        (THREE, THREE[:1], False, [HARMLESS]),
        (THREE[:2], THREE, False, [BREAKS]),
    ],
)
def test_members_are_compared_by_name(
    there: list[str],
    wanted: list[str],
    allowed: bool,  # noqa: FBT001 - a column of the table
    severities: list[Severity],
) -> None:
    differences = replica_set_differences(there, wanted, single_copy_allowed=allowed)

    assert [difference.severity for difference in differences] == severities


def an_index(name: str = "inbox", **options: Any) -> dict[str, Any]:
    return {"name": name, "key": {"locationId": 1, "seq": -1}, **options}


def severities_of(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> list[Severity]:
    return [d.severity for d in index_differences("db", "threads", [wanted], [there])]


@pytest.mark.parametrize(
    ("wanted", "there", "severities"),
    [
        (an_index(), an_index(v=2), []),
        (an_index(unique=True), an_index(unique=True, v=2), []),
        (an_index(), an_index(unique=False), []),
        (an_index(unique=True), an_index(), [DANGER]),
        (an_index(), an_index(unique=True), [DANGER]),
        (an_index(expireAfterSeconds=0), an_index(expireAfterSeconds=60), [DANGER]),
        (an_index(expireAfterSeconds=0), an_index(expireAfterSeconds=0.0), []),
        (an_index(), an_index(key={"locationId": 1}), [HARMLESS]),
        (an_index(), an_index(key={"seq": -1, "locationId": 1}), [HARMLESS]),
        (an_index(), an_index(name="another"), [HARMLESS]),
        (an_index(), an_index(hidden=True), [HARMLESS]),
        (an_index(partialFilterExpression={"x": 1}), an_index(), [HARMLESS]),
        (an_index(), an_index(name="y", key={"y": 1}), [HARMLESS]),
        (an_index(), an_index(name="y", key={"y": 1}, unique=True), [DANGER]),
        (an_index(), an_index(name="y", key={"y": 1}, expireAfterSeconds=5), [DANGER]),
        (an_index(), {"name": "_id_", "key": {"_id": 1}}, []),
    ],
)
def test_an_index_that_is_another_is_said_with_how_bad_it_is(
    wanted: dict[str, Any], there: dict[str, Any], severities: list[Severity]
) -> None:
    assert severities_of(wanted, there) == severities


def test_an_index_of_words_is_known_in_mongodbs_own_terms() -> None:
    words = {"name": "words", "key": {"locationId": 1, "text": "text"}, "default_language": "none"}
    there = {
        "name": "words",
        "key": {"locationId": 1, "_fts": "text", "_ftsx": 1},
        "weights": {"text": 1},
        "default_language": "none",
        "language_override": "language",
        "textIndexVersion": 3,
    }

    assert severities_of(words, there) == []
    assert severities_of(words, {**there, "default_language": "german"}) == [HARMLESS]
    assert severities_of(words, {**there, "weights": {"name": 1}}) == [HARMLESS]


def test_an_index_is_made_unless_another_has_its_name_or_its_keys() -> None:
    wanted = [an_index("a"), an_index("b", key={"b": 1}), an_index("c", key={"c": 1})]
    there = [an_index("a", key={"x": 1}), an_index("other", key={"b": 1})]

    assert [index["name"] for index in missing_indexes(wanted, there)] == ["c"]


def test_the_remedy_names_the_command() -> None:
    (difference,) = index_differences("db", "threads", [an_index(unique=True)], [an_index()])

    assert difference.what == (
        "db.threads has the index inbox with unique False where True is wanted"
    )
    assert 'db.getSiblingDB("db").threads.dropIndex("inbox")' in difference.remedy


@pytest.mark.parametrize("store", [CORE, NOTIFIER, SETTINGS], ids=lambda store: store.database)
def test_no_two_indexes_of_a_store_are_the_same_to_mongodb(store: StoreIndexes) -> None:
    for models in store.collections.values():
        documents = [model.document for model in models]
        for number, document in enumerate(documents):
            others = documents[:number] + documents[number + 1 :]
            assert missing_indexes([document], others) == [document]
