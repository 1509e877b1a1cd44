"""Everything that the suite plays: briefly as tests, at length as `make faults`."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from faults import core_faults as core
from faults import engine_faults as engines
from faults import system_faults as services
from faults.stage import Stage
from faults.system_faults import running_system
from faults.table import Row
from line.running_system import RunningSystem

Play = Callable[[Stage], Awaitable[Row]]
SystemPlay = Callable[[Stage, RunningSystem], Awaitable[Row]]


def with_system(play: SystemPlay) -> Play:
    """Starts all services for one play."""

    async def play_on(stage: Stage) -> Row:
        async with running_system(stage) as system:
            return await play(stage, system)

    return play_on


BRIEFLY: Mapping[str, Play] = {
    "kills": partial(core.killed_at_each_step, kills=6, workers=3),
    "zombies": partial(core.stopped_and_continued, times=1),
    "churn": partial(core.joining_and_leaving, seconds=12, every=4),
    "one-thread": partial(core.many_writers_in_one_thread, people=50, seconds=4),
    "answers": partial(engines.answers_lost, times=2),
    "primary": partial(engines.primary_lost, times=2),
    "leader": partial(engines.leader_killed, times=1),
}

BRIEFLY_ON_ONE_SYSTEM: Mapping[str, SystemPlay] = {
    "services": partial(services.services_killed, times=3),
    "mongo": partial(services.mongo_away, seconds=8),
    "kafka": partial(services.kafka_away, seconds=6),
}

AT_LENGTH: Mapping[str, Play] = {
    "kills": partial(core.killed_at_each_step, kills=200, workers=4),
    "zombies": partial(core.stopped_and_continued, times=6),
    "churn": partial(core.joining_and_leaving, seconds=300, every=5),
    "one-thread": partial(core.many_writers_in_one_thread, people=50, seconds=20),
    "answers": partial(engines.answers_lost, times=20),
    "primary": partial(engines.primary_lost, times=20),
    "leader": partial(engines.leader_killed, times=20),
    "nodes": partial(engines.all_nodes_down, seconds=60),
    "services": with_system(partial(services.services_killed, times=30)),
    "mongo": with_system(partial(services.mongo_away, seconds=90)),
    "kafka": with_system(partial(services.kafka_away, seconds=30)),
}
