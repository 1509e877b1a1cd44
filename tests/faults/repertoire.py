"""Everything that the suite plays: briefly as tests, at length as `make faults`."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from faults import alert_faults as alerts
from faults import core_faults as core
from faults import damage_faults as damage
from faults import engine_faults as engines
from faults import partition_faults as partitions
from faults import peer_faults as peers
from faults import restore_faults as restores
from faults import system_faults as services
from faults.stage import Stage
from faults.table import Row

Play = Callable[[Stage], Awaitable[Row]]

BRIEFLY: Mapping[str, Play] = {
    "kills": partial(core.killed_at_each_step, kills=6, workers=3),
    "alerts": partial(alerts.killed_between_answer_and_record, kills=6, workers=2),
    "zombies": partial(core.stopped_and_continued, times=1),
    "churn": partial(core.joining_and_leaving, seconds=12, every=4),
    "stops": partial(core.told_to_stop, times=3),
    "one-thread": partial(core.many_writers_in_one_thread, people=50, seconds=4),
    "answers": partial(engines.answers_lost, times=2),
    "poison": partial(damage.poisoned, times=3),
    "damaged": partial(damage.documents_damaged, times=3),
    "primary": partial(engines.primary_lost, times=2),
    "leader": partial(engines.leader_killed, times=1),
    "services": partial(services.services_killed, times=1),
    "slow": partial(services.notifier_stopped, seconds=8),
    "slow-peers": partial(peers.slow_peers, times=1, seconds=8),
    "mongo": partial(services.mongo_away, seconds=8),
    "kafka": partial(services.kafka_away, seconds=6),
    "restore": partial(restores.restored_under_traffic, times=1),
    "repartition": partial(partitions.partitions_added, times=1),
}

PROGRAMMES = (
    ("alerts", "kills", "zombies", "churn", "stops", "one-thread", "answers", "primary"),
    ("poison", "damaged", "leader", "services", "slow", "slow-peers", "mongo", "kafka"),
    ("restore", "repartition"),
)
"""Two halves of about the same length, and plays that want a stage for themselves; plays that start
all services come after the others, and what keeps services from starting comes last."""

AT_LENGTH: Mapping[str, Play] = {
    "leader": partial(engines.leader_killed, times=20),
    "kills": partial(core.killed_at_each_step, kills=200, workers=4),
    "churn": partial(core.joining_and_leaving, seconds=300, every=5),
    "primary": partial(engines.primary_lost, times=20),
    "services": partial(services.services_killed, times=20),
    "mongo": partial(services.mongo_away, seconds=90),
    "alerts": partial(alerts.killed_between_answer_and_record, kills=50, workers=2),
    "nodes": partial(engines.all_nodes_down, seconds=60),
    "zombies": partial(core.stopped_and_continued, times=6),
    "stops": partial(core.told_to_stop, times=20),
    "answers": partial(engines.answers_lost, times=20),
    "poison": partial(damage.poisoned, times=40),
    "damaged": partial(damage.documents_damaged, times=30),
    "kafka": partial(services.kafka_away, seconds=30),
    "restore": partial(restores.restored_under_traffic, times=6),
    "slow": partial(services.notifier_stopped, seconds=20),
    "slow-peers": partial(peers.slow_peers, times=5, seconds=15),
    "one-thread": partial(core.many_writers_in_one_thread, people=50, seconds=20),
    "repartition": partial(partitions.partitions_added, times=12),
}
"""The longest ones first, so that no lane ends long after the other."""
