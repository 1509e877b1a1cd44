"""Which log an offset belongs to.

An offset means nothing without its log: a topic that was deleted and made again starts at
0 under the same name. Kafka gives every topic an id of its own (KIP-516); aiokafka does not
ask for it yet, so the one request that does is spelled out here.
Source: Kafka protocol, Metadata request and response version 10.
"""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import (
    Boolean,
    CompactArray,
    CompactString,
    Int16,
    Int32,
    Schema,
    TaggedFields,
)

from booking_chat.service.failures import TransientError
from booking_chat.service.kafka import Record
from booking_chat.topics import Topic


class TopicMissingError(TransientError, LookupError):
    """There is no such topic at the moment."""


class LogIdentities(Protocol):
    """What handlers ask; `LogIdentity` is the real one."""

    async def of(self, records: Sequence[Record]) -> str: ...


class _Uuid:
    @classmethod
    def encode(cls, value: UUID) -> bytes:
        return value.bytes

    @classmethod
    def decode(cls, data: object) -> UUID:
        return UUID(bytes=data.read(16))  # type: ignore[attr-defined]


class _MetadataResponse(Response):  # type: ignore[misc]
    API_KEY = 3
    API_VERSION = 10
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "brokers",
            CompactArray(
                ("node_id", Int32),
                ("host", CompactString("utf-8")),
                ("port", Int32),
                ("rack", CompactString("utf-8")),
                ("tags", TaggedFields),
            ),
        ),
        ("cluster_id", CompactString("utf-8")),
        ("controller_id", Int32),
        (
            "topics",
            CompactArray(
                ("error_code", Int16),
                ("name", CompactString("utf-8")),
                ("topic_id", _Uuid),
                ("is_internal", Boolean),
                (
                    "partitions",
                    CompactArray(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", CompactArray(Int32)),
                        ("isr", CompactArray(Int32)),
                        ("offline_replicas", CompactArray(Int32)),
                        ("tags", TaggedFields),
                    ),
                ),
                ("authorized_operations", Int32),
                ("tags", TaggedFields),
            ),
        ),
        ("cluster_authorized_operations", Int32),
        ("tags", TaggedFields),
    )


class _MetadataRequestStruct(RequestStruct):  # type: ignore[misc]
    API_KEY = 3
    API_VERSION = 10
    RESPONSE_TYPE = _MetadataResponse
    FLEXIBLE_VERSION = True
    SCHEMA = Schema(
        (
            "topics",
            CompactArray(
                ("topic_id", _Uuid), ("name", CompactString("utf-8")), ("tags", TaggedFields)
            ),
        ),
        ("allow_auto_topic_creation", Boolean),
        ("include_cluster_authorized_operations", Boolean),
        ("include_topic_authorized_operations", Boolean),
        ("tags", TaggedFields),
    )


class _MetadataRequest(Request[_MetadataRequestStruct]):  # type: ignore[misc]
    API_KEY = 3

    def __init__(self, topic: str) -> None:
        self._topic = topic

    def build(self, request_struct_class: type[_MetadataRequestStruct]) -> _MetadataRequestStruct:
        return request_struct_class([(UUID(int=0), self._topic, {})], False, False, False, {})


async def log_identity(bootstrap: str, topic: Topic) -> str:
    """`<cluster id>/<topic id>`: the same for as long as the topic's offsets keep their meaning.

    Raises TopicMissingError while the topic does not exist.
    """
    client = AIOKafkaClient(bootstrap_servers=bootstrap, client_id="log-identity")
    await client.bootstrap()
    try:
        response = await client.send(client.get_random_node(), _MetadataRequest(topic.name))
    finally:
        await client.close()
    ((error_code, _, topic_id, *_),) = response.topics
    if error_code:
        raise TopicMissingError(f"the topic {topic.name} does not exist (error code {error_code})")
    return f"{response.cluster_id}/{topic_id}"


class LogIdentity:
    """The identity of a topic's log, remembered for as long as offsets only grow.

    An offset that is lower than one seen before means a rewind or a new log, so Kafka is asked
    again.
    """

    def __init__(self, bootstrap: str, topic: Topic) -> None:
        self._bootstrap = bootstrap
        self._topic = topic
        self._known: str | None = None
        self._highest: dict[int, int] = {}

    async def now(self) -> str:
        """The identity of the topic's log as Kafka says it at this moment."""
        return await log_identity(self._bootstrap, self._topic)

    async def of(self, records: Sequence[Record]) -> str:
        """The identity of the log that these records of the topic stand in."""
        went_back = any(
            record.offset <= self._highest.get(record.partition, -1) for record in records
        )
        if self._known is None or went_back:
            self._known = await log_identity(self._bootstrap, self._topic)
            self._highest.clear()
        for record in records:
            self._highest[record.partition] = record.offset
        return self._known
