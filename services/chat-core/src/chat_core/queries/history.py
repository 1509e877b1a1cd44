"""Reading what is stored: a fixed number of queries a question, however much there is."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal

from booking_chat.contracts.http.inbox import UnreadThreads
from booking_chat.contracts.http.views import (
    BookingView,
    ConversationView,
    LocationCard,
    MessageFate,
    MessageView,
    Page,
    ThreadView,
    booking_view,
)
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.texts import normalised
from booking_chat.contracts.values import RejectionReason, SenderType, Switches
from booking_chat.service.http.paging import cursor_moment, decode_cursor, encode_cursor
from booking_chat.service.http.problems import not_found
from booking_chat.service.storage.mongo import ASCENDING, DESCENDING, Client, Document
from booking_chat.service.storage.readable import (
    first_readable,
    note_unreadable,
    read_one,
    readable,
)
from chat_core.domain.thread import Thread
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.documents import booking_of, thread_of
from chat_core.storage.search import booking_filter, query_terms

UNREAD_CAP = 99
"""Unread threads are counted up to here: no badge shows more."""

ALL_OFF = Switches()
_NEWEST_FIRST = [("activityAt", DESCENDING), ("_id", DESCENDING)]


class History:
    """Threads, messages and bookings as the gateways ask for them."""

    def __init__(self, client: Client, name: str = DATABASE) -> None:
        self._of = Collections(client, name)

    async def booking(self, booking_id: str) -> BookingView:
        return _booking(await self._booking(booking_id))

    async def conversation(self, booking_id: str, newest: int) -> ConversationView:
        booking = _booking(await self._booking(booking_id))
        location = await self._of.locations.find_one({"_id": booking.location_id}) or {}
        found = await self._of.threads.find_one({"_id": thread_id(booking_id)})
        messages: list[MessageView] = []
        thread = _thread(found) if found else None
        if thread is not None:
            messages = await self.messages(
                thread.thread_id, after_seq=None, before_seq=thread.last_seq + 1, limit=newest
            )
        here = Switches.model_validate(location)
        objection = booking.writing_objection(here)
        return ConversationView(
            booking=booking,
            thread=thread_view(thread, booking, here, SenderType.CUSTOMER) if thread else None,
            messages=messages,
            can_message=objection is None,
            cannot_message_reason=objection,
            location=location_card(location),
        )

    async def thread(self, of: str, side: SenderType) -> ThreadView:
        document = await self._of.threads.find_one({"_id": of})
        if document is None:
            raise not_found("conversation")
        thread = _thread(document)
        booking = _booking(await self._booking(thread.booking_id))
        switches = await self._switches({booking.location_id})
        return thread_view(thread, booking, switches.get(booking.location_id, ALL_OFF), side)

    async def messages(
        self, of: str, *, after_seq: int | None, before_seq: int | None, limit: int
    ) -> list[MessageView]:
        """In seq order: the first ones after a seq, or the last ones before one."""
        backwards = before_seq is not None
        bound = {"$lt": before_seq} if backwards else {"$gt": after_seq or 0}
        found = await first_readable(
            "messages",
            lambda count: (
                self._of.messages.find({"threadId": of, "seq": bound})
                .sort("seq", DESCENDING if backwards else ASCENDING)
                .limit(count)
            ),
            message_view,
            limit,
        )
        return found[::-1] if backwards else found

    async def fate(self, of: str, client_message_id: str) -> MessageFate:
        """What became of a message. What is neither stored nor rejected is pending."""
        message = message_id(of, client_message_id)
        fate = MessageFate(
            message_id=message, client_message_id=client_message_id, status="pending"
        )
        stored = await self._of.messages.find_one({"_id": message}, {"seq": 1})
        if stored is not None:
            return fate.model_copy(update={"status": "stored", "seq": stored["seq"]})
        rejected = await self._of.rejections.find_one({"messageId": message}, {"reason": 1})
        if rejected is not None:
            reason = RejectionReason(rejected["reason"])
            return fate.model_copy(update={"status": "rejected", "reason": reason})
        return fate

    async def unread(self, location_id: str) -> UnreadThreads:
        count = await self._of.threads.count_documents(
            {"locationId": location_id, "operatorUnread": {"$gt": 0}}, limit=UNREAD_CAP + 1
        )
        return UnreadThreads(threads=min(count, UNREAD_CAP), capped=count > UNREAD_CAP)

    async def inbox(
        self, location_id: str, only: Literal["all", "unread"], cursor: str | None, limit: int
    ) -> Page[ThreadView]:
        """Threads of a location, newest activity first."""
        wanted: Document = {"locationId": location_id}
        if only == "unread":
            wanted["operatorUnread"] = {"$gt": 0}
        return await self._threads(wanted, cursor, limit)

    async def threads_of(self, location_id: str, booking_ids: Collection[str]) -> list[ThreadView]:
        """The threads of bookings that are at a location, newest activity first."""
        if not booking_ids:
            return []
        ids = [thread_id(booking) for booking in booking_ids]
        wanted = {"_id": {"$in": ids}, "locationId": location_id}
        found, bookings = await asyncio.gather(
            self._of.threads.find(wanted).sort(_NEWEST_FIRST).to_list(None),
            self._bookings(booking_ids),
        )
        return await self._thread_views(readable("threads", found, thread_of), bookings)

    async def bookings(
        self, location_id: str, words: str, cursor: str | None, limit: int
    ) -> Page[BookingView]:
        """Bookings of a location by customer name, email or confirmation code, by id."""
        terms = query_terms(words)
        if not terms:
            return Page(items=[], next_cursor=None)
        wanted = booking_filter(location_id, terms) | {"withdrawn": False}
        after = decode_cursor(cursor, str)
        if after is not None:
            wanted["_id"] = {"$gt": after[0]}
        found = await (
            self._of.bookings.find(wanted).sort("_id", ASCENDING).limit(limit + 1).to_list(None)
        )
        items = readable("bookings", found[:limit], lambda d: booking_view(booking_of(d)))
        more = len(found) > limit
        return Page(
            items=items, next_cursor=encode_cursor(found[limit - 1]["_id"]) if more else None
        )

    async def _threads(self, wanted: Document, cursor: str | None, limit: int) -> Page[ThreadView]:
        after = _inbox_position(cursor)
        if after is not None:
            moment, of = after
            wanted = {
                "$and": [
                    wanted,
                    {"activityAt": {"$lte": moment}},
                    {"$or": [{"activityAt": {"$lt": moment}}, {"_id": {"$lt": of}}]},
                ]
            }
        found = await (
            self._of.threads.find(wanted).sort(_NEWEST_FIRST).limit(limit + 1).to_list(None)
        )
        threads = readable("threads", found[:limit], thread_of)
        bookings = await self._bookings({thread.booking_id for thread in threads})
        return Page(
            items=await self._thread_views(threads, bookings),
            next_cursor=_cursor_after(found[:limit]) if len(found) > limit else None,
        )

    async def _bookings(self, ids: Collection[str]) -> dict[str, BookingView]:
        found = await self._of.bookings.find({"_id": {"$in": list(ids)}}).to_list(None)
        return {view.booking_id: view for view in readable("bookings", found, stored_booking_view)}

    async def _switches(self, location_ids: Collection[str]) -> dict[str, Switches]:
        """By location id; a location that nobody has switched on is missing."""
        found = await self._of.locations.find({"_id": {"$in": list(location_ids)}}).to_list(None)
        return {document["_id"]: Switches.model_validate(document) for document in found}

    async def _thread_views(
        self, threads: Sequence[Thread], bookings: Mapping[str, BookingView]
    ) -> list[ThreadView]:
        """As operators see them; those whose booking cannot be read are left out, and noted."""
        switches = await self._switches({booking.location_id for booking in bookings.values()})
        views = []
        for thread in threads:
            booking = bookings.get(thread.booking_id)
            if booking is None:
                missing = LookupError(f"the booking {thread.booking_id} cannot be read")
                note_unreadable("threads", thread.thread_id, missing)
                continue
            here = switches.get(booking.location_id, ALL_OFF)
            views.append(thread_view(thread, booking, here, SenderType.OPERATOR))
        return views

    async def _booking(self, booking_id: str) -> Document:
        document = await self._of.bookings.find_one({"_id": booking_id})
        if document is None or "locationId" not in document:
            raise not_found("booking")
        return document


def _thread(document: Document) -> Thread:
    return read_one("threads", "This conversation", document, thread_of)


def _booking(document: Document) -> BookingView:
    return read_one("bookings", "This booking", document, stored_booking_view)


def _cursor_after(page: Sequence[Document]) -> str | None:
    """Where the next page begins: after the last thread whose time can be read.

    Those without a time come last of all.
    """
    for document in reversed(page):
        if isinstance(document.get("activityAt"), datetime):
            return encode_cursor(document["activityAt"].isoformat(), document["_id"])
    return None


def _inbox_position(cursor: str | None) -> tuple[datetime, str] | None:
    parts = decode_cursor(cursor, str, str)
    if parts is None:
        return None
    return cursor_moment(parts[0]), str(parts[1])


def message_view(document: Document) -> MessageView:
    """A name of before names were normalised is shown as they are now."""
    name = normalised(document["senderName"])
    return MessageView.model_validate(
        {**document, "messageId": document["_id"], "senderName": name}
    )


def location_card(document: Document) -> LocationCard | None:
    """None where the location says nothing about itself."""
    card = LocationCard.model_validate(document)
    return card if card != LocationCard() else None


def stored_booking_view(document: Document) -> BookingView:
    """The view of a booking with what only the store knows: whether it was withdrawn."""
    view = booking_view(booking_of(document))
    return view.model_copy(update={"withdrawn": True}) if document.get("withdrawn") else view


def thread_view(
    thread: Thread, booking: BookingView, switches: Switches, side: SenderType
) -> ThreadView:
    """The thread as one side sees it: `unread` counts for that side."""
    objection = booking.writing_objection(switches)
    return ThreadView(
        thread_id=thread.thread_id,
        booking_id=thread.booking_id,
        location_id=thread.location_id,
        opened_at=thread.opened_at,
        last_seq=thread.last_seq,
        last_message_at=thread.last_message_at,
        preview=thread.preview,
        unread=thread.unread_of(side),
        operator_read_at=thread.operator_read.at,
        operator_read_seq=thread.operator_read.seq,
        customer_read_at=thread.customer_read.at,
        customer_read_seq=thread.customer_read.seq,
        booking=booking,
        can_reply=objection is None,
        cannot_reply_reason=objection,
    )
