"""The links in alert emails, as both gateways hand them to the notifier."""

from functools import partial

from pydantic import TypeAdapter

from booking_chat.contracts.http.alert_links import FollowedLink, LinkEffect
from booking_chat.contracts.services import ServiceName
from booking_chat.service.http.caller import Caller
from booking_chat.service.http.client import InternalClient

_EFFECT = TypeAdapter(LinkEffect)


class AlertLinksClient:
    """An absent notifier is Problem 503."""

    def __init__(self, base_url: str, caller: Caller) -> None:
        self._http = InternalClient(
            base_url, "The notifier", partial(caller.authorization, ServiceName.NOTIFIER)
        )

    async def start(self) -> None:
        await self._http.start()

    async def stop(self) -> None:
        await self._http.stop()

    async def verify(self, token: str) -> LinkEffect:
        """Verifies the address whose link carried the token. Problem 410 for a link of the past."""
        return await self._follow("/alerts/verifications", token)

    async def unsubscribe(self, token: str) -> LinkEffect:
        """No more emails of that kind to the address whose link carried the token."""
        return await self._follow("/alerts/unsubscriptions", token)

    async def _follow(self, path: str, token: str) -> LinkEffect:
        body = FollowedLink(token=token).model_dump(mode="json")
        response = await self._http.request("POST", path, json=body)
        return _EFFECT.validate_json(response.content)
