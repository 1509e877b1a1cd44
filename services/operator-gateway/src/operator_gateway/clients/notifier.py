"""The notifier as staff's requests need it: destinations, deliveries and policy."""

from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter

from booking_chat.contracts.http.acting import Act, ActingOperator, Wish
from booking_chat.contracts.http.alert_policy import AlertChange, AlertPolicy, AlertPolicyView
from booking_chat.contracts.http.deliveries import (
    DeliveryState,
    DeliveryView,
    ResendFailed,
    Resent,
)
from booking_chat.contracts.http.destinations import (
    CreatedDestination,
    DestinationChange,
    DestinationView,
    NewDestination,
    RotatedSecret,
    TestResult,
)
from booking_chat.contracts.http.explanations import MessageExplanation
from booking_chat.contracts.http.views import Page
from booking_chat.gateway.clients.alert_links import AlertLinksClient
from booking_chat.service.http.client import TIMEOUT_SECONDS

Shape = TypeVar("Shape")

DELIVERY_LIMIT = timedelta(seconds=15)
"""How long the notifier waits for a destination's answer, in a test as in earnest."""
TEST_TIMEOUT_SECONDS = DELIVERY_LIMIT.total_seconds() + TIMEOUT_SECONDS

_DESTINATIONS = TypeAdapter(Page[DestinationView])
_DESTINATION = TypeAdapter(DestinationView)
_CREATED = TypeAdapter(CreatedDestination)
_ROTATED = TypeAdapter(RotatedSecret)
_TEST_RESULT = TypeAdapter(TestResult)
_DELIVERIES = TypeAdapter(Page[DeliveryView])
_DELIVERY = TypeAdapter(DeliveryView)
_RESENT = TypeAdapter(Resent)
_EXPLANATION = TypeAdapter(MessageExplanation)
_POLICY = TypeAdapter(AlertPolicyView)
_HISTORY = TypeAdapter(Page[AlertChange])


class NotifierClient(AlertLinksClient):
    """One method a call. What does not exist at the location is Problem 404.

    `by` is who acts; `if_match` the ETag that a change was made in view of, as the caller sent it.
    """

    async def destinations(self, location_id: str) -> Page[DestinationView]:
        """All of them, oldest first: there are 50 at most, so there is one page."""
        return await self._http.get(_path(location_id, "destinations"), _DESTINATIONS)

    async def destination(self, location_id: str, destination_id: str) -> DestinationView:
        return await self._http.get(
            _path(location_id, "destinations", destination_id), _DESTINATION
        )

    async def create_destination(
        self, location_id: str, wanted: NewDestination, by: ActingOperator
    ) -> CreatedDestination:
        wish = Wish[NewDestination](by=by, wanted=wanted)
        return await self._send("POST", _path(location_id, "destinations"), _CREATED, wish)

    async def change_destination(
        self,
        location_id: str,
        destination_id: str,
        wanted: DestinationChange,
        by: ActingOperator,
        if_match: str | None,
    ) -> DestinationView:
        path = _path(location_id, "destinations", destination_id)
        wish = Wish[DestinationChange](by=by, wanted=wanted)
        return await self._send("PATCH", path, _DESTINATION, wish, if_match=if_match)

    async def delete_destination(
        self, location_id: str, destination_id: str, by: ActingOperator
    ) -> None:
        path = _path(location_id, "destinations", destination_id)
        await self._http.request("DELETE", path, json=_json(Act(by=by)))

    async def test_destination(
        self, location_id: str, destination_id: str, by: ActingOperator
    ) -> TestResult:
        """Sends a marked sample and waits for the answer, up to the limit of a delivery."""
        path = _path(location_id, "destinations", destination_id, "test")
        return await self._send(
            "POST", path, _TEST_RESULT, Act(by=by), patience=TEST_TIMEOUT_SECONDS
        )

    async def rotate_secret(
        self, location_id: str, destination_id: str, by: ActingOperator
    ) -> RotatedSecret:
        path = _path(location_id, "destinations", destination_id, "rotate-secret")
        return await self._send("POST", path, _ROTATED, Act(by=by))

    async def send_verification(
        self, location_id: str, destination_id: str, by: ActingOperator
    ) -> None:
        """Sends the verification link of an email destination once more."""
        path = _path(location_id, "destinations", destination_id, "send-verification")
        await self._http.request("POST", path, json=_json(Act(by=by)))

    async def deliveries(
        self,
        location_id: str,
        *,
        destination_id: str | None = None,
        state: DeliveryState | None = None,
        message_id: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> Page[DeliveryView]:
        """Deliveries, newest first; with `message_id` those that tell of it, alone or summed up."""
        return await self._http.get(
            _path(location_id, "deliveries"),
            _DELIVERIES,
            destinationId=destination_id,
            state=state,
            messageId=message_id,
            cursor=cursor,
            limit=limit,
        )

    async def delivery(self, location_id: str, delivery_id: str) -> DeliveryView:
        return await self._http.get(_path(location_id, "deliveries", delivery_id), _DELIVERY)

    async def resend(self, location_id: str, delivery_id: str, by: ActingOperator) -> DeliveryView:
        """Makes a delivery due again now, under the same id."""
        path = _path(location_id, "deliveries", delivery_id, "resend")
        return await self._send("POST", path, _DELIVERY, Act(by=by))

    async def resend_failed(
        self, location_id: str, wanted: ResendFailed, by: ActingOperator
    ) -> Resent:
        path = _path(location_id, "deliveries", "resend-failed")
        return await self._send("POST", path, _RESENT, Wish[ResendFailed](by=by, wanted=wanted))

    async def explanation(self, location_id: str, message_id: str) -> MessageExplanation:
        """Why a message alerted whom it did. Problem 404 where no alert of it is known."""
        return await self._http.get(_path(location_id, "messages", message_id), _EXPLANATION)

    async def policy(self, location_id: str) -> AlertPolicyView:
        return await self._http.get(_path(location_id, "policy"), _POLICY)

    async def change_policy(
        self, location_id: str, wanted: AlertPolicy, by: ActingOperator, if_match: str | None
    ) -> AlertPolicyView:
        wish = Wish[AlertPolicy](by=by, wanted=wanted)
        return await self._send(
            "PUT", _path(location_id, "policy"), _POLICY, wish, if_match=if_match
        )

    async def history(
        self, location_id: str, *, cursor: str | None = None, limit: int | None = None
    ) -> Page[AlertChange]:
        """Every change of destinations and policy, newest first."""
        return await self._http.get(
            _path(location_id, "history"), _HISTORY, cursor=cursor, limit=limit
        )

    async def _send(
        self,
        method: str,
        path: str,
        shape: TypeAdapter[Shape],
        body: Act,
        *,
        if_match: str | None = None,
        patience: float = TIMEOUT_SECONDS,
    ) -> Shape:
        headers = {} if if_match is None else {"If-Match": if_match}
        response = await self._http.request(
            method, path, json=_json(body), headers=headers, patience=patience
        )
        return shape.validate_json(response.content)


def _path(location_id: str, *rest: str) -> str:
    parts = ("locations", location_id, "alerts", *rest)
    return "".join(f"/{quote(part, safe='')}" for part in parts)


def _json(body: Act) -> Any:
    return body.model_dump(mode="json", exclude_unset=True)
