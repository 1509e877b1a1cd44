"""Ids that follow from what is already known.

The same input gives the same id in every process and at every attempt. That is what makes
sending again safe: a second copy has the first one's id, and a client knows the ids of its
thread and messages before they are stored.
"""

from functools import lru_cache
from hashlib import sha1
from uuid import UUID

from booking_chat.contracts.values import Sender

_NAMESPACE = UUID("6f0d3c54-8f0e-5d0b-9a53-3c1f3a7f9b11").bytes
_SEPARATOR = "\x1f"


def derived_id(kind: str, *parts: str) -> str:
    """A UUID (version 5) of a kind of thing and the parts that identify it.

    Put together by hand: `uuid5` gives the same for three times the time, and every message
    needs several.
    """
    name = _SEPARATOR.join((kind, *parts)).encode()
    digest = sha1(_NAMESPACE + name, usedforsecurity=False).hexdigest()
    variant = int(digest[16], 16) & 0b0011 | 0b1000
    return (
        f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant:x}{digest[17:20]}-{digest[20:32]}"
    )


@lru_cache(maxsize=16_384)
def thread_id(booking_id: str) -> str:
    """The one thread of a booking."""
    return derived_id("thread", booking_id)


def message_id(thread: str, client_message_id: str) -> str:
    return derived_id("message", thread, client_message_id)


def post_command_id(message: str, sender: Sender, text: str) -> str:
    """The command that posts this text by this sender under this message id.

    The same words sent again are the same command; other words under a used message id are
    another command, which is how a reused id is told from a repeated one.
    """
    return derived_id("post", message, str(int(sender.sender_type)), sender.sender_id or "", text)
