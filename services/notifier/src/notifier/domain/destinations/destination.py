"""A destination of alerts. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import Field

from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.destinations import (
    DestinationKind,
    PauseReason,
    Subscription,
    rules_of,
)
from notifier.domain.notices import Target
from notifier.domain.stored import Stored

FAILING_UNTIL_PAUSED = timedelta(days=5)


class Secret(Stored):
    """`valid_until` is null for the newest one."""

    value: str
    valid_until: datetime | None = None


class Verification(Stored):
    """A link that was sent to an address: the hash of its token, and when it expires."""

    token_hash: str
    address: str
    sent_at: datetime
    valid_until: datetime


class Destination(Stored):
    """`secrets` are a webhook's, newest first. `url` is set or else `address`, by the kind."""

    id: str = Field(alias="_id")
    location_id: str
    kind: DestinationKind
    name: str
    url: str | None
    address: str | None
    events: tuple[Subscription, ...]
    secrets: tuple[Secret, ...] = ()
    verified: bool
    verifications: tuple[Verification, ...] = ()
    unsubscribe_token: str
    paused: bool = False
    pause_reason: PauseReason | None = None
    paused_at: datetime | None = None
    failing_since: datetime | None = None
    version: int = 1
    created_at: datetime
    created_by: ActingOperator
    changed_at: datetime
    changed_by: ActingOperator | None

    def target(self, now: datetime) -> Target:
        """Where a channel sends to, with the secrets that are valid now."""
        return Target(
            self.kind,
            self._where,
            secrets=tuple(
                secret.value
                for secret in self.secrets
                if secret.valid_until is None or now < secret.valid_until
            ),
        )

    def old_secret_valid_until(self, now: datetime) -> datetime | None:
        """When the old secret expires; None when there is one valid secret."""
        ends = [secret.valid_until for secret in self.secrets if secret.valid_until is not None]
        return max((end for end in ends if end > now), default=None)

    def verification_sent_after(self, moment: datetime) -> bool:
        """Whether a link was sent to its address since then."""
        return any(
            link.sent_at > moment and link.address == self.address for link in self.verifications
        )

    @property
    def takes_alerts(self) -> bool:
        return self.verified and not self.paused

    @property
    def shown_where(self) -> str:
        """Its URL or address as people may see it."""
        return rules_of(self.kind).shown(self._where)

    @property
    def _where(self) -> str:
        return self.address or self.url or ""


def has_failed_too_long(destination: Destination, now: datetime) -> bool:
    """Whether nothing has reached it for five days, so that it is to be paused."""
    since = destination.failing_since
    return since is not None and now - since >= FAILING_UNTIL_PAUSED


def administrators_of(destination: Destination, others: Sequence[Destination]) -> dict[str, str]:
    """The known administrators of a destination: lanes by email address.

    They are who created or last changed it, where their email is known, and the location's
    verified email destinations.
    """
    found = {
        other.address: other.id
        for other in others
        if other.kind is DestinationKind.EMAIL
        and other.address is not None
        and other.takes_alerts
        and other.id != destination.id
    }
    for operator in (destination.created_by, destination.changed_by):
        if operator is not None and operator.email is not None:
            found.setdefault(operator.email, f"administrators/{destination.location_id}")
    return found
