"""Which failures pass by themselves, and which come from what was to be handled.

A failure of an engine hits whatever is handled at the moment: the batch waits and nothing is set
aside. Anything else comes from a record, from a stored document that it needs, or from a bug.
"""

from booking_chat.service.messaging.records import KAFKA_AWAY
from booking_chat.service.storage.mongo import PyMongoError, is_about_data


class TransientError(Exception):
    """Trying again is all that it takes; raised for example by whoever lost a race."""


class ConsumerStoppedError(TransientError):
    """A limit is reached: the consumer handles nothing more until somebody has looked at it.

    The message says what to do.
    """


def is_transient(error: Exception) -> bool:
    """Whether a failure says nothing about the records that were being handled."""
    if isinstance(error, PyMongoError):
        return not is_about_data(error)
    return isinstance(error, (TransientError, *KAFKA_AWAY, OSError, MemoryError))
