"""What the two Kafka engines have in common: when one of them is up."""

import logging

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

START_SECONDS = 120.0

# Whoever asks whether a broker is up yet does not want every "not yet" in the terminal.
logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


async def broker_is_registered(bootstrap: str, brokers: int = 1) -> bool:
    """Whether so many brokers are in: one listens a moment before its controller lets it in."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, client_id="devstack")
    try:
        await admin.start()
        return len((await admin.describe_cluster())["brokers"]) >= brokers
    except (KafkaError, OSError):
        return False
    finally:
        await admin.close()
