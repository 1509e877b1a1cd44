"""`booking-chat provision`: topics, replica set and indexes. Safe to repeat.

What is missing is made. What is there is compared with what should be there (`comparison`), and
each difference comes back with what to do about it.
"""

from booking_chat.service.provision.comparison import (
    Difference,
    Severity,
    endangers,
    single_copy_objection,
)
from booking_chat.service.provision.patience import ProvisionError
from booking_chat.service.provision.stores import provision_mongo
from booking_chat.service.provision.topics import provision_topics

__all__ = [
    "Difference",
    "ProvisionError",
    "Severity",
    "endangers",
    "provision_mongo",
    "provision_topics",
    "single_copy_objection",
]
