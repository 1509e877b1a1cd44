"""What is there beside what should be there: each difference, how bad it is, what to do. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from booking_chat.contracts.topics import Topic

REPARTITIONING = "docs/operations.md has the procedure"
UNCLEAN_ELECTION = "unclean.leader.election.enable"
_AMOUNTS = {"retention.ms", "retention.bytes", "max.message.bytes", "min.insync.replicas"}
"""Of these settings more is never worse."""


class Severity(Enum):
    BREAKS = "breaks"
    """The services refuse it, or it is not what was asked for: provisioning fails."""
    DANGER = "danger"
    """It endangers a promise: provisioning fails in production."""
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class TopicSetting:
    """A setting of a topic that can be put right without deleting anything."""

    topic: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` is a sentence; `remedy` says what to do; `fix` is what `--fix` sets, if anything."""

    severity: Severity
    what: str
    remedy: str
    fix: TopicSetting | None = None

    def __str__(self) -> str:
        return f"{self.severity.value}: {self.what}. {self.remedy}."


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """`replicas` counts the copies of the partition that has fewest."""

    partitions: int
    replicas: int
    settings: Mapping[str, str]


def endangers(differences: Iterable[Difference], *, production: bool) -> list[Difference]:
    """The differences for which provisioning fails."""
    failing = {Severity.BREAKS, Severity.DANGER} if production else {Severity.BREAKS}
    return [difference for difference in differences if difference.severity in failing]


def single_copy_objection(
    replication: int, min_insync: int, *, production: bool, allowed: bool
) -> str | None:
    """Why topics should not be made like that, if they should not."""
    if min_insync > replication:
        return (
            f"--min-insync {min_insync} of --replication {replication} copies: nothing could be "
            "written"
        )
    if production and not allowed and min(replication, min_insync) < 2:
        return (
            f"--replication {replication} --min-insync {min_insync} accepts messages on one broker "
            "alone, and they are lost with its disk. Say --replication 3 --min-insync 2, or "
            "--allow-single-copy if that is meant"
        )
    return None


def topic_differences(
    topic: Topic,
    found: FoundTopic,
    *,
    replication: int,
    min_insync: int,
    allow_extra_partitions: bool = False,
) -> list[Difference]:
    """A topic that exists, beside the one that `provision` would make."""
    differences = [
        *_partitions(topic, found, allow_extra=allow_extra_partitions),
        *_copies(topic, found, replication),
    ]
    wanted = {**topic.config(min_insync), UNCLEAN_ELECTION: "false"}
    for name, value in wanted.items():
        if name in found.settings and found.settings[name] != value:
            differences.append(_setting(TopicSetting(topic.name, name, value), found))
    return differences


def _partitions(topic: Topic, found: FoundTopic, *, allow_extra: bool) -> list[Difference]:
    if found.partitions == topic.partitions:
        return []
    what = f"{topic.name} has {found.partitions} partitions where {topic.partitions} are wanted"
    if allow_extra and found.partitions > topic.partitions:
        remedy = f"That is allowed for now; replace the topic: {REPARTITIONING}"
        return [Difference(Severity.HARMLESS, what, remedy)]
    remedy = (
        f"The services refuse to start on it, and it cannot be changed in place: {REPARTITIONING}"
    )
    return [Difference(Severity.BREAKS, what, remedy)]


def _copies(topic: Topic, found: FoundTopic, replication: int) -> list[Difference]:
    copies = _count(found.replicas, "copy", "copies")
    what = f"{topic.name} has {copies} where {replication} are wanted"
    if found.replicas < replication:
        remedy = "Add copies with kafka-reassign-partitions.sh: docs/operations.md says how"
        return [Difference(Severity.DANGER, what, remedy)]
    if found.replicas > replication:
        return [Difference(Severity.HARMLESS, what, "More copies are kept as they are")]
    return []


def _setting(wanted: TopicSetting, found: FoundTopic) -> Difference:
    value = found.settings[wanted.name]
    what = f"{wanted.topic} has {wanted.name}={value} where {wanted.value} is wanted"
    remedy = (
        "Put it right with --fix, or with kafka-configs.sh --alter --entity-type topics "
        f"--entity-name {wanted.topic} --add-config {wanted.name}={wanted.value}"
    )
    match wanted.name:
        case "min.insync.replicas" if int(value) > found.replicas:
            what += f", with {_count(found.replicas, 'copy', 'copies')}: nothing can be written"
            return Difference(Severity.BREAKS, what, remedy, wanted)
        case "min.insync.replicas" if int(wanted.value) > found.replicas:
            later = "It can be raised with --fix once there are as many copies, and not before"
            return Difference(Severity.DANGER, what, later)
        case name if name in _AMOUNTS and _amount(value) > _amount(wanted.value):
            return Difference(Severity.HARMLESS, what, "More than is needed is left as it is")
        case "max.message.bytes":
            return Difference(Severity.HARMLESS, what, remedy, wanted)
        case _:
            return Difference(Severity.DANGER, what, remedy, wanted)


def _amount(value: str) -> float:
    """Kafka's -1 is without limit."""
    return float("inf") if value == "-1" else float(value)


def replica_set_differences(
    found: Sequence[str], wanted: Sequence[str], *, single_copy_allowed: bool
) -> list[Difference]:
    """Members that hold data, as `host:port`; `wanted` is empty when nobody said which."""
    missing = [member for member in wanted if member not in found]
    if missing:
        calls = ", ".join(f'rs.add("{member}")' for member in missing)
        return [
            Difference(
                Severity.BREAKS,
                f"the replica set has {_count(len(found), 'member', 'members')} "
                f"({', '.join(found)}) where "
                f"{len(wanted)} are wanted: {', '.join(missing)} missing",
                "An existing replica set is not extended by itself: add members in mongosh on its "
                f"primary, one at a time ({calls}), or start without the large profile",
            )
        ]
    differences = []
    if wanted and (extra := [member for member in found if member not in wanted]):
        what = f"the replica set has members that nobody named: {', '.join(extra)}"
        differences.append(Difference(Severity.HARMLESS, what, "They are left as they are"))
    if len(found) == 1 and not single_copy_allowed:
        what = "MongoDB keeps one copy of everything: what is stored is lost with its disk"
        remedy = "Use a replica set of three, or say --allow-single-copy if that is meant"
        differences.append(Difference(Severity.DANGER, what, remedy))
    return differences


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
