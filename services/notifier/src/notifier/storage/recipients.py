"""Customers as recipients of emails, and who has unsubscribed."""

from collections.abc import Callable, Collection
from datetime import datetime

from booking_chat.service.storage.mongo import UpdateOne
from notifier.domain.recipients import Recipient, recipient_id
from notifier.storage.collections import Collections


class RecipientStore:
    def __init__(self, collections: Collections, new_token: Callable[[], str]) -> None:
        self._collections = collections
        self._new_token = new_token

    async def of_addresses(
        self, location_id: str, addresses: Collection[str]
    ) -> dict[str, Recipient]:
        """The recipients at these addresses, by address. Creates those that are missing."""
        ids = {recipient_id(location_id, address): address for address in addresses}
        if not ids:
            return {}
        await self._collections.recipients.bulk_write(
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
        found = self._collections.recipients.find({"_id": {"$in": list(ids)}})
        return {ids[d["_id"]]: Recipient.model_validate(d) async for d in found}

    async def unsubscribe(self, token: str, now: datetime) -> Recipient | None:
        """Unsubscribes the recipient with this token; None for an unknown token."""
        found = await self._collections.recipients.find_one_and_update(
            {"token": token},
            [{"$set": {"unsubscribedAt": {"$ifNull": ["$unsubscribedAt", now]}}}],
            return_document=True,
        )
        return Recipient.model_validate(found) if found else None
