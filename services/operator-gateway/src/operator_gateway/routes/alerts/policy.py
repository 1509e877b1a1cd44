"""How much a location wants to be told, and who has changed what of its alerts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from booking_chat.contracts.http.alert_policy import AlertChange, AlertPolicy, AlertPolicyView
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.entity_tags import entity_tag
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit
from operator_gateway.access.operator import Operator
from operator_gateway.access.rules import require_administrator
from operator_gateway.clients.notifier import NotifierClient
from operator_gateway.routes.problems import POLICY_PROBLEMS
from operator_gateway.sign_in.authenticator import Authenticator


def policy_routes(notifier: NotifierClient, authenticator: Authenticator) -> APIRouter:
    router = APIRouter(prefix="/api/locations/{location_id}/alerts", responses=POLICY_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.get("/policy")
    async def look(location_id: Id, operator: Caller, response: Response) -> AlertPolicyView:
        """The policy; its ETag is what a change has to name in If-Match."""
        require_administrator(operator, location_id)
        policy = await notifier.policy(location_id)
        response.headers["ETag"] = entity_tag(policy.version)
        return policy

    @router.put("/policy")
    async def change(
        location_id: Id,
        wanted: AlertPolicy,
        operator: Caller,
        response: Response,
        if_match: Annotated[str | None, Header()] = None,
    ) -> AlertPolicyView:
        """Sets the whole policy, unless it was changed since the version in If-Match."""
        require_administrator(operator, location_id)
        policy = await notifier.change_policy(location_id, wanted, operator.acting, if_match)
        response.headers["ETag"] = entity_tag(policy.version)
        return policy

    @router.get("/history")
    async def history(
        location_id: Id, operator: Caller, limit: Limit = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Page[AlertChange]:
        """Every change of destinations and policy, newest first: who, when, from what, to what."""
        require_administrator(operator, location_id)
        return await notifier.history(location_id, cursor=cursor, limit=limit)

    return router
