"""A Kafka that asks everybody who they are, over TLS, with a certificate authority of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from devstack.engines.apache_kafka import KafkaNode, Node, libraries, new_cluster_id
from devstack.engines.kafka import START_SECONDS, broker_is_registered
from devstack.paths import RunFolder
from devstack.ports import free_port
from devstack.processes import until

USER = "booking-chat"
PASSWORD = "made-up-password-of-a-test"
_LOGIN = "org.apache.kafka.common.security"


@dataclass(frozen=True, slots=True)
class SecuredKafka:
    """Where it listens, and the files that a client needs.

    `names` is for those who say who they are by name, `certificates` for those who show a
    certificate. `ca` is what signed all of them; `client` and `client_key` are a client's.
    """

    names: str
    certificates: str
    ca: Path
    client: Path
    client_key: Path


@asynccontextmanager
async def secured_kafka(folder: Path) -> AsyncIterator[SecuredKafka]:
    """SCRAM-SHA-512, PLAIN and unsigned OAUTHBEARER at one port, client certificates at another."""
    authority = trustme.CA()
    files = _written(authority, folder)
    inside, names, certificates, controller = (free_port() for _ in range(4))
    alone = Node(1, inside, controller)
    listeners = {"INSIDE": inside, "NAMES": names, "CERTIFICATES": certificates}
    settings: dict[str, object] = {
        "listeners": ",".join(
            [
                *(f"{name}://127.0.0.1:{port}" for name, port in listeners.items()),
                f"CONTROLLER://127.0.0.1:{controller}",
            ]
        ),
        "advertised.listeners": ",".join(
            f"{name}://127.0.0.1:{port}" for name, port in listeners.items()
        ),
        "inter.broker.listener.name": "INSIDE",
        "listener.security.protocol.map": (
            "CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT,NAMES:SASL_SSL,CERTIFICATES:SSL"
        ),
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": files["broker"],
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": files["ca"],
        "listener.name.certificates.ssl.client.auth": "required",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512,PLAIN,OAUTHBEARER",
        "listener.name.names.scram-sha-512.sasl.jaas.config": (
            f"{_LOGIN}.scram.ScramLoginModule required;"
        ),
        "listener.name.names.plain.sasl.jaas.config": (
            f'{_LOGIN}.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'
        ),
        "listener.name.names.oauthbearer.sasl.jaas.config": (
            f"{_LOGIN}.oauthbearer.OAuthBearerLoginModule required "
            'unsecuredLoginStringClaim_sub="unused";'
        ),
        "connections.max.reauth.ms": 60_000,
    }
    node = KafkaNode(
        alone,
        [alone],
        folder / "data",
        folder / "kafka.log",
        settings=settings,
        format_options=["--add-scram", f"SCRAM-SHA-512=[name={USER},password={PASSWORD}]"],
    )
    await node.start(await libraries(RunFolder().engines, print), new_cluster_id())
    try:
        assert node.process is not None
        await until(node.process, lambda: broker_is_registered(node.address), START_SECONDS)
        yield SecuredKafka(
            f"127.0.0.1:{names}",
            f"127.0.0.1:{certificates}",
            files["ca"],
            files["client"],
            files["client key"],
        )
    finally:
        await node.stop(patience=5)


def _written(authority: trustme.CA, folder: Path) -> dict[str, Path]:
    files = {
        name: folder / f"{name.replace(' ', '-')}.pem"
        for name in ("ca", "broker", "client", "client key")
    }
    authority.cert_pem.write_to_path(files["ca"])
    broker = authority.issue_cert("127.0.0.1", "localhost")
    # Kafka reads keys in PKCS #8 alone.
    key = load_pem_private_key(broker.private_key_pem.bytes(), None)
    pkcs8 = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain = b"".join(blob.bytes() for blob in broker.cert_chain_pems)
    files["broker"].write_bytes(pkcs8 + chain)
    client = authority.issue_cert("client.booking-chat.example")
    client.cert_chain_pems[0].write_to_path(files["client"])
    client.private_key_pem.write_to_path(files["client key"])
    return files
