"""MongoDB goes back to an earlier backup while people write and all services run."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx

from booking_chat.contracts.topics import ALERTS
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.storage.mongo import connect, disconnect
from chat_tools.audit.verify import LIVE_LOGS
from chat_tools.progress import Silence
from chat_tools.recovery.recover import recover
from devstack.engines.mongod_set import Member, MongodSet
from devstack.waiting import comes_true
from faults.alerts import messages_without_alert
from faults.stage import STOP_SECONDS, Stage
from faults.system_faults import town
from faults.table import Row
from support.running_system import RunningSystem

WRITING_SECONDS = 2.0
STANDSTILL_SECONDS = 90.0
STATEFUL = ("settings", "notifier", "chat-core")


async def restored_under_traffic(stage: Stage, times: int) -> Row:
    """Back to a backup of a secondary; chat-core stands still until it is brought up to date."""
    findings: list[str] = []
    async with town(stage) as place:
        for number in range(1, times + 1):
            backup = await _back_up_a_secondary(stage.mongo, stage.logs.parent / f"backup-{number}")
            await asyncio.sleep(WRITING_SECONDS)
            await _go_back(stage.mongo, backup)
            if not await comes_true(lambda: _stands_still(place.system), STANDSTILL_SECONDS):
                findings.append(f"chat-core did not stop on restored data ({number})")
            findings += await _bring_up_to_date(stage, place.system)
            place.scene.strike()
            await place.scene.recovered()
    row = await stage.row("MongoDB restored from a backup under traffic", place.scene)
    silent = await messages_without_alert(stage.config.kafka_bootstrap, ALERTS, place.scene.ledger)
    return replace(row, findings=[*row.findings, *findings, *silent])


async def _back_up_a_secondary(mongo: MongodSet, into: Path) -> Path:
    """Nothing stops for it: the others are a majority."""
    primary = await mongo.until_primary()
    secondary = next(member for member in mongo.members if member is not primary)
    await secondary.stop(STOP_SECONDS)
    await asyncio.to_thread(shutil.copytree, secondary.data, into)
    await mongo.start_members([secondary])
    return into


async def _go_back(mongo: MongodSet, backup: Path) -> None:
    await mongo.kill(*mongo.members)
    await asyncio.to_thread(_replace_data, mongo.members, backup)
    await mongo.start_members(mongo.members)
    await mongo.elect(mongo.members[0])


def _replace_data(members: Sequence[Member], backup: Path) -> None:
    for member in members:
        shutil.rmtree(member.data)
        shutil.copytree(backup, member.data)


async def _stands_still(system: RunningSystem) -> bool:
    try:
        return "store-behind" in (await system.core_monitoring("/health/ready")).text
    except httpx.TransportError:
        return False


async def _bring_up_to_date(stage: Stage, system: RunningSystem) -> list[str]:
    """The procedure of docs/backup.md from `recover` on; what it could not bring back."""
    await asyncio.gather(*(system.processes[name].stop(STOP_SECONDS) for name in STATEFUL))
    client = connect(stage.config.mongo_url, stage.config.mongo_driver)
    try:
        async with LogReader(KafkaConnection(stage.config.kafka_bootstrap)) as reader:
            report = await recover(
                client, reader, LIVE_LOGS, progress=Silence(), pass_over_missing=False
            )
    finally:
        await disconnect(client)
    for name in STATEFUL:
        await system.start_one(name)
    return [] if report.complete else [report.model_dump_json()]
