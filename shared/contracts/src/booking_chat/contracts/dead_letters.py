"""Dead letters on `chat.dead-letters.v1`: a record that could not be read, as it was.

Body, key and headers are the original's; these headers are added.
"""

from enum import StrEnum


class DeadLetterHeader(StrEnum):
    TOPIC = "dead_letter_topic"
    PARTITION = "dead_letter_partition"
    OFFSET = "dead_letter_offset"
    CONSUMER = "dead_letter_consumer"
    """The service that could not read it."""
    REASON = "dead_letter_reason"
    """Stable, for programs."""
    DETAIL = "dead_letter_detail"
    """For a person."""
    NULL_KEY = "dead_letter_null_key"
    """`true` where the original had no key: the letter's is then the original's place."""
