"""Faults of the engines: members that die, leave their place, or answer into a cut cable."""

import asyncio
from contextlib import AsyncExitStack
from itertools import cycle, islice

from booking_chat.contracts.topics import COMMANDS, EVENTS
from devstack.engines.kafka_cluster import KafkaCluster
from devstack.engines.mongod_set import MongodSet
from devstack.waiting import comes_true
from faults.stage import STOP_SECONDS, Stage
from faults.table import Row
from faults.wire import wire_to
from faults.world import some_writers

WRITERS = 12
IN_SYNC_SECONDS = 120.0
COMMIT = b"commitTransaction"
ANSWERS_IN_A_ROW = 2
"""The driver asks once more by itself: only when that answer is lost too is it in doubt."""


async def primary_lost(stage: Stage, times: int) -> Row:
    """The primary of the replica set is killed, or leaves its place, in turn."""
    writers = await some_writers(stage.publisher, WRITERS)
    async with stage.workers(2), stage.scene(writers) as scene:
        for lose in islice(cycle((_killed_primary, _stepped_down_primary)), times):
            await asyncio.sleep(1)
            scene.strike()
            await lose(stage.mongo)
            await scene.recovered()
    return await stage.row("MongoDB primary killed or stepped down", scene)


async def _killed_primary(mongo: MongodSet) -> None:
    """Comes back as a secondary once there is another primary."""
    primary = await mongo.until_primary()
    await mongo.kill(primary)
    await mongo.until_primary()
    await mongo.start_members([primary])


async def _stepped_down_primary(mongo: MongodSet) -> None:
    await mongo.step_down(await mongo.until_primary())
    await mongo.until_primary()


async def answers_lost(stage: Stage, times: int) -> Row:
    """The cable is cut after MongoDB has committed and before chat-core hears of it."""
    writers = await some_writers(stage.publisher, WRITERS)
    primary = await stage.mongo.until_primary()
    async with AsyncExitStack() as at_the_end:
        wire = await at_the_end.enter_async_context(wire_to(primary.port))
        url = f"mongodb://127.0.0.1:{wire.port}/?directConnection=true"
        worker = stage.core(mongo_url=url)
        at_the_end.push_async_callback(worker.stop, STOP_SECONDS)
        await worker.start()
        scene = await at_the_end.enter_async_context(stage.scene(writers))
        for number in range(1, times + 1):
            await asyncio.sleep(1)
            wire.swallow(COMMIT, ANSWERS_IN_A_ROW)
            while wire.swallowed < number * ANSWERS_IN_A_ROW:
                await asyncio.sleep(0.05)
            scene.strike()
            await scene.recovered()
    return await stage.row("network cut between MongoDB's commit and its answer", scene)


async def leader_killed(stage: Stage, times: int) -> Row:
    """The Kafka node that leads a partition of the commands is killed, and comes back."""
    writers = await some_writers(stage.publisher, WRITERS)
    async with stage.workers(2), stage.scene(writers) as scene:
        for number in range(times):
            partition = number % COMMANDS.partitions
            leader = await stage.kafka.leader(COMMANDS.name, partition)
            scene.strike()
            await stage.kafka.kill(leader)
            await scene.recovered()
            await stage.kafka.start_nodes(leader)
            await _until_in_sync(stage.kafka)
    return await stage.row("Kafka leader killed", scene)


async def all_nodes_down(stage: Stage, seconds: float) -> Row:
    """All three Kafka nodes are killed at once and come back after so many seconds."""
    writers = await some_writers(stage.publisher, WRITERS)
    async with stage.workers(2), stage.scene(writers) as scene:
        await asyncio.sleep(2)
        await stage.kafka.kill(*stage.kafka.nodes)
        await asyncio.sleep(seconds)
        await stage.kafka.start_nodes(*stage.kafka.nodes)
        scene.strike()
        await scene.recovered()
        await _until_in_sync(stage.kafka)
    return await stage.row(f"all Kafka nodes down for {seconds:.0f} s", scene)


async def _until_in_sync(kafka: KafkaCluster) -> None:
    async def is_in_sync() -> bool:
        return await kafka.is_in_sync(COMMANDS.name, EVENTS.name)

    if not await comes_true(is_in_sync, IN_SYNC_SECONDS):
        raise TimeoutError("a Kafka node that came back does not catch up")
