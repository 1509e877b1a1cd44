"""A Kafka that asks for TLS and for who we are: every client of ours gets in, and nobody else."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Mapping
from time import time
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
import uvicorn
from aiokafka.errors import KafkaError
from fastapi import FastAPI, HTTPException, Request

from booking_chat.contracts.envelope import OutgoingRecord, Record
from booking_chat.contracts.topics import Topic
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.log_identity import find_logs
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.messaging.subscription import make_broker, subscribe
from booking_chat.service.provision import provision_topics
from devstack.ports import free_port
from support.secured_kafka import PASSWORD, USER, SecuredKafka, secured_kafka

CLIENT_SECRET = "made-up-client-secret-of-a-test"
PATIENCE_SECONDS = 60.0


@pytest.fixture(scope="module")
async def kafka(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SecuredKafka]:
    async with secured_kafka(tmp_path_factory.mktemp("secured")) as kafka:
        yield kafka


@pytest.fixture
async def token_url() -> AsyncIterator[str]:
    """Gives tokens to whoever knows the client's secret."""
    app = FastAPI()

    @app.post("/token")
    async def token(request: Request) -> dict[str, Any]:
        basic = base64.b64encode(f"kafka-client:{CLIENT_SECRET}".encode()).decode()
        if request.headers["authorization"] != f"Basic {basic}":
            raise HTTPException(401)
        form = parse_qs((await request.body()).decode())
        assert form == {"grant_type": ["client_credentials"], "scope": ["kafka"]}
        now = time()
        parts = ({"alg": "none"}, {"sub": USER, "iat": now, "exp": now + 300, "scope": "kafka"})
        encoded = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts]
        return {"access_token": b".".join([*encoded, b""]).decode(), "expires_in": 300}

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="warning"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}/token"
    server.should_exit = True
    await running


def config_for(kafka: SecuredKafka, way: str, token_url: str, **changes: Any) -> ServiceConfig:
    names: Mapping[str, Any] = {
        "kafka_bootstrap": kafka.names,
        "kafka_security_protocol": "SASL_SSL",
        "kafka_username": USER,
        "kafka_password": PASSWORD,
    }
    ways: dict[str, Mapping[str, Any]] = {
        "SCRAM-SHA-512": {**names, "kafka_sasl_mechanism": "SCRAM-SHA-512"},
        "PLAIN": {**names, "kafka_sasl_mechanism": "PLAIN"},
        "OAUTHBEARER": {
            "kafka_bootstrap": kafka.names,
            "kafka_security_protocol": "SASL_SSL",
            "kafka_sasl_mechanism": "OAUTHBEARER",
            "kafka_oauth_token_url": token_url,
            "kafka_oauth_client_id": "kafka-client",
            "kafka_oauth_client_secret": CLIENT_SECRET,
            "kafka_oauth_scope": "kafka",
        },
        "certificate": {
            "kafka_bootstrap": kafka.certificates,
            "kafka_security_protocol": "SSL",
            "kafka_tls_certificate_file": str(kafka.client),
            "kafka_tls_key_file": str(kafka.client_key),
        },
    }
    common = {"environment": Environment.PRODUCTION, "kafka_tls_ca_file": str(kafka.ca)}
    return ServiceConfig(**{**common, **ways[way], **changes})


@pytest.mark.parametrize("way", ["SCRAM-SHA-512", "PLAIN", "OAUTHBEARER", "certificate"])
async def test_every_client_of_ours_gets_in(kafka: SecuredKafka, token_url: str, way: str) -> None:
    config = config_for(kafka, way, token_url)
    connection = kafka_connection(config)
    topic = Topic(f"secured-{uuid4()}", partitions=2, retention=None)
    consumed: asyncio.Queue[Record] = asyncio.Queue()

    async def take(records: Any) -> None:
        for record in records:
            consumed.put_nowait(record)

    await provision_topics(connection, replication=1, min_insync=1, report=print, topics=[topic])
    publisher, progress = Publisher(config, "secured"), GroupProgress(config, "secured")
    broker = make_broker(config, "secured")
    subscribe(broker, [topic], take, group_id=topic.name)
    await publisher.start()
    await progress.start()
    await broker.start()
    try:
        await publisher.publish(topic, OutgoingRecord(b"key", b"hello", []))
        record = await asyncio.wait_for(consumed.get(), PATIENCE_SECONDS)
        ends = await progress.ends(topic)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await progress.lag(topic.name, topic, ends):
                await asyncio.sleep(0.05)
        await publisher.check()
        found = await find_logs(connection, [topic])
    finally:
        await broker.stop()
        await progress.stop()
        await publisher.stop()
    assert (record.key, record.value) == (b"key", b"hello")
    assert found[topic.name].partitions == topic.partitions
    async with LogReader(connection) as reader:
        assert await reader.identity(topic) == found[topic.name].identity


@pytest.mark.parametrize(
    ("way", "changes"),
    [
        ("SCRAM-SHA-512", {"kafka_password": "another one"}),
        ("PLAIN", {"kafka_username": "somebody else"}),
        ("OAUTHBEARER", {"kafka_oauth_client_secret": "another one"}),
        ("certificate", {"kafka_tls_certificate_file": None, "kafka_tls_key_file": None}),
        ("SCRAM-SHA-512", {"kafka_tls_ca_file": None}),
    ],
)
async def test_nobody_else_gets_in(
    kafka: SecuredKafka, token_url: str, way: str, changes: dict[str, Any]
) -> None:
    publisher = Publisher(config_for(kafka, way, token_url, **changes), "stranger")

    with pytest.raises((KafkaError, KafkaUnavailableError)):
        await publisher.start()
    await publisher.stop()
