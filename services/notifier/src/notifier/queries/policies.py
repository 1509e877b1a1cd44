"""A location's alert policy, and the history of all changes to its alerts."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header

from booking_chat.contracts.http.acting import Wish
from booking_chat.contracts.http.alert_policy import AlertChange, AlertPolicy, AlertPolicyView
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.entity_tags import expected_version, version_conflict
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit
from notifier.queries.paging import cursor_of, position_of
from notifier.storage.collections import Collections
from notifier.storage.history import history_of
from notifier.storage.policies import PolicyStore, StalePolicyError, StoredPolicy


def policy_routes(
    collections: Collections, policies: PolicyStore, clock: Callable[[], datetime]
) -> APIRouter:
    router = APIRouter(prefix="/locations/{location_id}/alerts")

    @router.get("/policy")
    async def policy(location_id: Id) -> AlertPolicyView:
        return _view(await policies.load(location_id))

    @router.put("/policy")
    async def change_policy(
        location_id: Id,
        wish: Wish[AlertPolicy],
        if_match: Annotated[str | None, Header()] = None,
    ) -> AlertPolicyView:
        """Sets the whole policy, unless it was changed since the version in If-Match."""
        version = expected_version(if_match)
        try:
            changed = await policies.change(location_id, wish.wanted, version, wish.by, clock())
        except StalePolicyError as stale:
            raise version_conflict("the alert policy", stale.version) from stale
        return _view(changed)

    @router.get("/history")
    async def history(
        location_id: Id, limit: Limit = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Page[AlertChange]:
        """Every change of destinations and policy, newest first."""
        found = await history_of(
            collections, location_id, before=position_of(cursor), limit=limit + 1
        )
        page = found[:limit]
        more = len(found) > limit
        return Page(
            items=page,
            next_cursor=cursor_of(page[-1].changed_at, page[-1].id) if more else None,
        )

    return router


def _view(stored: StoredPolicy) -> AlertPolicyView:
    return AlertPolicyView(
        **stored.policy.model_dump(),
        location_id=stored.id,
        version=stored.version,
        changed_at=stored.changed_at,
        changed_by=stored.changed_by,
    )
