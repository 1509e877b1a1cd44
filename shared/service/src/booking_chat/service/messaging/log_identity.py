"""Which log an offset belongs to.

An offset means nothing without its log: a topic that was deleted and made again starts at
0 under the same name. Kafka gives every topic an id of its own (KIP-516); aiokafka does not
ask for it yet, so the one request that does is spelled out here.
Source: Kafka protocol, Metadata request and response version 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
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

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.topics import Topic
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.failures import TransientError


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
        return UUID(bytes=data.read(16))  # type: ignore[attr-defined] # untyped


class _MetadataResponse(Response):  # type: ignore[misc] # untyped
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


class _MetadataRequestStruct(RequestStruct):  # type: ignore[misc] # untyped
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


class _MetadataRequest(Request[_MetadataRequestStruct]):  # type: ignore[misc] # untyped
    API_KEY = 3

    def __init__(self, topics: Sequence[str]) -> None:
        self._topics = topics

    def build(self, request_struct_class: type[_MetadataRequestStruct]) -> _MetadataRequestStruct:
        wanted: list[Any] = [(UUID(int=0), topic, {}) for topic in self._topics]
        return request_struct_class(wanted, False, False, False, {})


@dataclass(frozen=True, slots=True)
class FoundLog:
    """`identity` is `<cluster id>/<topic id>`: the same for as long as offsets keep their meaning.

    `partitions` counts what the topic has, whatever it is meant to have.
    """

    identity: str
    partitions: int


async def find_logs(kafka: KafkaConnection, topics: Sequence[Topic]) -> dict[str, FoundLog]:
    """What Kafka has of these topics, by name; one that does not exist is left out."""
    client = AIOKafkaClient(**kafka.client_settings(), client_id="log-identity")
    await client.bootstrap()
    try:
        request = _MetadataRequest([topic.name for topic in topics])
        response = await client.send(client.get_random_node(), request)
    finally:
        await client.close()
    return {
        name: FoundLog(f"{response.cluster_id}/{topic_id}", len(partitions))
        for error_code, name, topic_id, _, partitions, *_ in response.topics
        if not error_code
    }


async def find_log(kafka: KafkaConnection, topic: Topic) -> FoundLog:
    """What Kafka has of a topic. Raises TopicMissingError while the topic does not exist."""
    found = (await find_logs(kafka, [topic])).get(topic.name)
    if found is None:
        raise TopicMissingError(f"the topic {topic.name} does not exist")
    return found


async def log_identity(kafka: KafkaConnection, topic: Topic) -> str:
    """The identity of a topic's log. Raises TopicMissingError while the topic does not exist."""
    return (await find_log(kafka, topic)).identity


class LogIdentity:
    """The identity of a topic's log, remembered for as long as offsets only grow.

    An offset that is lower than one seen before means a rewind or a new log, so Kafka is asked
    again.
    """

    def __init__(self, kafka: KafkaConnection, topic: Topic) -> None:
        self._kafka = kafka
        self._topic = topic
        self._known: str | None = None
        self._highest: dict[int, int] = {}

    async def now(self) -> str:
        """The identity of the topic's log as Kafka says it at this moment."""
        return await log_identity(self._kafka, self._topic)

    async def of(self, records: Sequence[Record]) -> str:
        """The identity of the log that these records of the topic stand in."""
        went_back = any(
            record.offset <= self._highest.get(record.partition, -1) for record in records
        )
        if self._known is None or went_back:
            self._known = await log_identity(self._kafka, self._topic)
            self._highest.clear()
        for record in records:
            self._highest[record.partition] = record.offset
        return self._known
