"""Somebody adds partitions to the command log while people write."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

from aiokafka.admin import AIOKafkaAdminClient, NewPartitions

from booking_chat.contracts.topics import COMMANDS
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import find_log
from devstack.waiting import comes_true
from faults.stage import Stage
from faults.table import Row
from faults.world import some_writers

WRITERS = 12
KNOWN_SECONDS = 60.0
REFUSAL_SECONDS = 60.0


async def partitions_added(stage: Stage, times: int) -> Row:
    """Workers that run go on; new ones refuse to start until the added partitions are allowed."""
    writers = await some_writers(stage.publisher, WRITERS)
    findings: list[str] = []
    async with AsyncExitStack() as at_the_end, stage.scene(writers) as scene:
        async with stage.workers(2):
            for _ in range(times):
                await _add_partition(stage.config.kafka_bootstrap)
                scene.strike()
                await scene.recovered()
            findings += await _start_that_was_not_refused(stage)
        await at_the_end.enter_async_context(stage.workers(2, allow_extra_partitions=True))
        scene.strike()
        await scene.recovered()
    row = await stage.row("partitions added to the command log", scene)
    return replace(row, findings=[*row.findings, *findings])


async def _add_partition(bootstrap: str) -> None:
    wanted = (await find_log(KafkaConnection(bootstrap), COMMANDS)).partitions + 1
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_partitions({COMMANDS.name: NewPartitions(wanted)})
    finally:
        await admin.close()

    async def is_known() -> bool:
        return (await find_log(KafkaConnection(bootstrap), COMMANDS)).partitions == wanted

    if not await comes_true(is_known, KNOWN_SECONDS):
        raise TimeoutError(f"Kafka does not show {wanted} partitions")


async def _start_that_was_not_refused(stage: Stage) -> list[str]:
    """What is wrong with a worker that starts on added partitions without being told to."""
    worker = stage.core()
    await worker.start()
    try:
        async with asyncio.timeout(REFUSAL_SECONDS):
            code = await worker.wait()
    except TimeoutError:
        return ["chat-core started on added partitions"]
    else:
        return [] if code > 0 else [f"chat-core ended with {code} on added partitions"]
    finally:
        await worker.stop(patience=0)
