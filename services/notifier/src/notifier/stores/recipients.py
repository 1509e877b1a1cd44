"""Customers as recipients of emails: whoever has had enough of a location's gets no more."""

from collections.abc import Callable, Collection
from datetime import datetime

from pydantic import Field

from booking_chat.contracts.ids import derived_id
from booking_chat.service.storage.mongo import UpdateOne
from notifier.stored import Stored
from notifier.stores.collections import Collections


class Recipient(Stored):
    """An address at one location; `token` is in the link that ends the emails."""

    id: str = Field(alias="_id")
    address: str
    token: str
    unsubscribed_at: datetime | None = None


class RecipientStore:
    def __init__(self, of: Collections, new_token: Callable[[], str]) -> None:
        self._of = of
        self._new_token = new_token

    async def of_addresses(
        self, location_id: str, addresses: Collection[str]
    ) -> dict[str, Recipient]:
        """The recipients at these addresses, by address; they are made where there are none."""
        ids = {recipient_id(location_id, address): address for address in addresses}
        if not ids:
            return {}
        await self._of.recipients.bulk_write(
            [
                UpdateOne(
                    {"_id": recipient},
                    {"$setOnInsert": {"address": address, "token": self._new_token()}},
                    upsert=True,
                )
                for recipient, address in ids.items()
            ],
            ordered=False,
        )
        found = self._of.recipients.find({"_id": {"$in": list(ids)}})
        return {ids[d["_id"]]: Recipient.model_validate(d) async for d in found}

    async def unsubscribe(self, token: str, now: datetime) -> Recipient | None:
        """Ends the emails of whoever has this token; None for a token that nobody has."""
        found = await self._of.recipients.find_one_and_update(
            {"token": token},
            [{"$set": {"unsubscribedAt": {"$ifNull": ["$unsubscribedAt", now]}}}],
            return_document=True,
        )
        return Recipient.model_validate(found) if found else None


def recipient_id(location_id: str, address: str) -> str:
    """Upper and lower case make no other person."""
    return derived_id("recipient", location_id, address.lower())
