"""Where a running system is entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Doors:
    """Base URLs, and Kafka's bootstrap address."""

    portal: str
    dashboard: str
    identity: str
    kafka: str
    catcher: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self | None:
        """The doors that `BOOKING_CHAT_DEMO_*` name; None unless all of them are."""
        doors = [
            environment.get(f"BOOKING_CHAT_DEMO_{name}")
            for name in ("PORTAL", "DASHBOARD", "IDENTITY", "KAFKA", "CATCHER")
        ]
        given = [door for door in doors if door]
        return cls(*given) if len(given) == len(doors) else None
