"""A MongoDB replica set of three members as processes, each of which can be killed."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from booking_chat.service.storage.mongo import (
    PyMongoError,
    connect,
    disconnect,
    initiate_replica_set,
)
from devstack.engines.downloads import Say, program_from_wheel
from devstack.engines.mongod import REPLICA_SET, Mongod, mongod_command
from devstack.ports import free_ports
from devstack.processes import Process, listens, together, until
from devstack.waiting import comes_true

MEMBERS = 3
_START_SECONDS = 60.0


class Member:
    """One mongod of the set. It can be started again after it has ended."""

    def __init__(self, number: int, port: int, data: Path, log: Path) -> None:
        self.name = f"MongoDB {number}"
        self.port = port
        self.data = data
        self._log = log
        self.process: Process | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self, program: Path) -> None:
        """Returns when it listens. Raises StartError."""
        self.data.mkdir(parents=True, exist_ok=True)
        command = mongod_command(program, self.data, self.port)
        self.process = Process(self.name, command, self._log)
        await self.process.start()
        await until(self.process, lambda: listens(self.port), _START_SECONDS)

    async def stop(self, patience: float) -> None:
        if self.process is not None:
            await self.process.stop(patience)


class MongodSet:
    """`url` names all three members."""

    def __init__(self, cache: Path, data: Path, logs: Path) -> None:
        self._cache = cache
        self.members = [
            Member(number, port, data / f"mongodb-{number}", logs / f"mongodb-{number}.log")
            for number, port in enumerate(free_ports(MEMBERS), start=1)
        ]
        self._program = Path()

    @property
    def url(self) -> str:
        return f"mongodb://{','.join(self._addresses)}/?replicaSet={REPLICA_SET}"

    @property
    def _addresses(self) -> list[str]:
        return [member.address for member in self.members]

    async def start(self, say: Say) -> None:
        """Returns when there is a primary. Raises StartError."""
        self._program = await program_from_wheel(
            Mongod.title, "engines-mongodb.txt", "mongod", self._cache, say
        )
        await self.start_members(self.members)
        direct = f"mongodb://{self.members[0].address}/?directConnection=true"
        await initiate_replica_set(direct, REPLICA_SET, self._addresses)
        await self.elect(self.members[0])

    async def stop(self, patience: float) -> None:
        await asyncio.gather(*(member.stop(patience) for member in self.members))

    async def start_members(self, members: Sequence[Member]) -> None:
        """Returns when they listen. Raises StartError."""
        await together(*(member.start(self._program) for member in members))

    async def kill(self, *members: Member) -> None:
        """SIGKILL to all of these at once."""
        processes = [member.process for member in members if member.process is not None]
        await asyncio.gather(*(process.kill() for process in processes))

    async def until_primary(self) -> Member:
        """The primary, once there is one. Raises TimeoutError when none is elected."""
        found: list[Member] = []

        async def there_is_one() -> bool:
            answers = await asyncio.gather(*map(is_primary, self.members))
            found[:] = [
                member for member, is_it in zip(self.members, answers, strict=True) if is_it
            ]
            return bool(found)

        if not await comes_true(there_is_one, _START_SECONDS):
            raise TimeoutError("no member of the replica set becomes primary")
        return found[0]

    async def elect(self, member: Member) -> None:
        """Makes a member primary where there is none, without the ten seconds until one is missed.

        Raises TimeoutError.
        """

        async def is_elected() -> bool:
            if await is_primary(member):
                return True
            await _ask_to_step_up(member)
            return False

        if not await comes_true(is_elected, _START_SECONDS):
            raise TimeoutError(f"{member.name} does not become primary")

    async def step_down(self, primary: Member) -> None:
        """Makes the primary leave its place to another."""
        client = connect(f"mongodb://{primary.address}/?directConnection=true")
        try:
            await client.admin.command("replSetStepDown", 10, secondaryCatchUpPeriodSecs=5)
        finally:
            await disconnect(client)


async def _ask_to_step_up(member: Member) -> None:
    client = connect(f"mongodb://{member.address}/?directConnection=true")
    try:
        await client.admin.command("replSetStepUp")
    except PyMongoError:
        # It may not be far enough yet, or already be what it is asked to become.
        return
    finally:
        await disconnect(client)


async def is_primary(member: Member) -> bool:
    """Whether it is there and takes writes."""
    if member.process is None or member.process.ended is not None:
        return False
    client = connect(f"mongodb://{member.address}/?directConnection=true")
    try:
        return bool((await client.admin.command("hello"))["isWritablePrimary"])
    except PyMongoError:
        return False
    finally:
        await disconnect(client)
