"""Changes of destinations, and their history. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.alert_policy import AlertChangeKind
from booking_chat.contracts.http.destinations import (
    DestinationChange,
    NewDestination,
    PauseReason,
    rules_of,
)
from notifier.domain.destinations.destination import Destination, Secret, Verification

OLD_SECRET_VALID = timedelta(days=1)
VERIFICATION_VALID = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change, as it is stored. `by` is None for the notifier and for who followed a link."""

    what: AlertChangeKind
    by: ActingOperator | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """A destination after a change, and its new history entries: none where nothing changed."""

    destination: Destination
    history: tuple[HistoryEntry, ...] = ()


def created(
    wanted: NewDestination,
    location_id: str,
    *,
    new_id: str,
    secret: str,
    token: str,
    by: ActingOperator,
    now: datetime,
) -> Changed:
    """A new destination. `secret` is used where the kind is signed, `token` for unsubscribing."""
    rules = rules_of(wanted.kind)
    destination = Destination(
        id=new_id,
        location_id=location_id,
        kind=wanted.kind,
        name=wanted.name,
        url=wanted.url,
        address=wanted.address,
        events=wanted.events,
        secrets=(Secret(value=secret),) if rules.signed else (),
        verified=not rules.verified_by_link,
        unsubscribe_token=token,
        created_at=now,
        created_by=by,
        changed_at=now,
        changed_by=by,
    )
    entry = HistoryEntry("destination-created", by, {}, _shown(destination, _SHOWN))
    return Changed(destination, (entry,))


def changed(
    destination: Destination, wanted: DestinationChange, by: ActingOperator, now: datetime
) -> Changed:
    """Applies a change. Null fields stay; a new address has to be verified again.

    The routes check that the change fits the kind of the destination.
    """
    fields = wanted.model_dump(exclude_none=True, exclude={"paused"})
    new = {name: value for name, value in fields.items() if getattr(destination, name) != value}
    history = []
    after = destination
    if new:
        after = after.updated(**new)
        history.append(_entry("destination-changed", by, destination, after, tuple(new)))
    if "address" in new:
        verified_by_link = rules_of(destination.kind).verified_by_link
        after = after.updated(verified=not verified_by_link, verifications=())
    if "url" in new or "address" in new:
        # The failures were those of the old URL or address.
        after = after.updated(failing_since=None)
    if wanted.paused is not None and wanted.paused != destination.paused:
        before, after = after, _paused(after, PauseReason.BY_HAND if wanted.paused else None, now)
        what: AlertChangeKind = "destination-paused" if wanted.paused else "destination-resumed"
        history.append(_entry(what, by, before, after, _PAUSE))
    return _version_of(destination, after, tuple(history), by, now)


def paused(destination: Destination, reason: PauseReason, now: datetime) -> Changed:
    """Paused by the notifier, or by an unsubscribe link."""
    if destination.paused:
        return Changed(destination)
    after = _paused(destination, reason, now)
    entry = _entry("destination-paused", None, destination, after, _PAUSE)
    return _version_of(destination, after, (entry,), None, now)


def verified(destination: Destination, token_hash: str, now: datetime) -> Changed | None:
    """After somebody followed a verification link. None for an expired link.

    Following it again is fine until it expires.
    """
    good = any(
        link.token_hash == token_hash
        and link.address == destination.address
        and now < link.valid_until
        for link in destination.verifications
    )
    if not good:
        return None
    if destination.verified:
        return Changed(destination)
    after = destination.updated(verified=True)
    entry = _entry("destination-verified", None, destination, after, ("address", "verified"))
    return _version_of(destination, after, (entry,), None, now)


def rotated(destination: Destination, secret: str, by: ActingOperator, now: datetime) -> Changed:
    """A new secret. The previous one stays valid for a day, an older one expires at once."""
    old = destination.secrets[0].updated(valid_until=now + OLD_SECRET_VALID)
    after = destination.updated(secrets=(Secret(value=secret), old))
    until = {"oldSecretValidUntil": old.valid_until}
    entry = HistoryEntry("secret-rotated", by, {}, until)
    return _version_of(destination, after, (entry,), by, now)


def deleted(destination: Destination, by: ActingOperator) -> HistoryEntry:
    """The history entry of a deletion."""
    return HistoryEntry("destination-deleted", by, _shown(destination, _SHOWN), {})


def verification(destination: Destination, token_hash: str, now: datetime) -> Verification:
    """What is stored about a link before it is sent to the destination's address."""
    return Verification(
        token_hash=token_hash,
        address=destination.address or "",
        sent_at=now,
        valid_until=now + VERIFICATION_VALID,
    )


_SHOWN = ("kind", "name", "url", "address", "events")
_PAUSE = ("paused", "pause_reason")


def _paused(destination: Destination, reason: PauseReason | None, now: datetime) -> Destination:
    """Paused for a reason, or resumed without one, which also clears its failures."""
    if reason is None:
        return destination.updated(
            paused=False, pause_reason=None, paused_at=None, failing_since=None
        )
    return destination.updated(paused=True, pause_reason=reason, paused_at=now)


def _version_of(
    before: Destination,
    after: Destination,
    history: tuple[HistoryEntry, ...],
    by: ActingOperator | None,
    now: datetime,
) -> Changed:
    if not history:
        return Changed(before)
    return Changed(
        after.updated(version=before.version + 1, changed_at=now, changed_by=by), history
    )


def _entry(
    what: AlertChangeKind,
    by: ActingOperator | None,
    before: Destination,
    after: Destination,
    fields: tuple[str, ...],
) -> HistoryEntry:
    return HistoryEntry(what, by, _shown(before, fields), _shown(after, fields))


def _shown(destination: Destination, fields: Sequence[str]) -> dict[str, Any]:
    """Fields as the history shows them, without those that are empty."""
    shown = destination.model_dump(mode="json", by_alias=True, include=set(fields))
    for field in {"url", "address"} & shown.keys():
        shown[field] = destination.shown_where if shown[field] else None
    return {name: value for name, value in shown.items() if value is not None}
