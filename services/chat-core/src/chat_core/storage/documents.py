"""How the core's state looks in MongoDB: one function there and one back, nothing else."""

from typing import Any

from booking_chat.contracts.events import CommandRejected, MessagePosted
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import SenderType, Switches
from booking_chat.service.storage.mongo import Document, UpdateOne
from chat_core.domain.context import Posted
from chat_core.domain.position import Position
from chat_core.domain.thread import ReadMark, Thread


def message_document(posted: Posted) -> Document:
    """All fields of the event, those that are added later too: it is built again from here."""
    fields = posted.event.model_dump(by_alias=True)
    return {
        "_id": fields.pop("messageId"),
        **fields,
        "senderType": int(posted.event.sender_type),
        "senderId": posted.sender_id,
        "customerCount": posted.customer_count,
        "commandId": posted.command_id,
    }


def posted_of(document: Document) -> Posted:
    return Posted(
        event=message_event(document),
        command_id=document["commandId"],
        sender_id=document["senderId"],
        customer_count=document["customerCount"],
    )


def message_event(document: Document) -> MessagePosted:
    """The event of a stored message: the same, to the byte, as when it was first published."""
    return MessagePosted.as_stored({**document, "messageId": document["_id"]})


def thread_document(thread: Thread) -> Document:
    """`activityAt` orders the inbox: the newest message, or the opening while there is none."""
    return {
        "_id": thread.thread_id,
        "bookingId": thread.booking_id,
        "locationId": thread.location_id,
        "openedBy": int(thread.opened_by),
        "openedAt": thread.opened_at,
        "openedIn": thread.opened_in,
        "lastSeq": thread.last_seq,
        "customerCount": thread.customer_count,
        "lastCustomerSeq": thread.last_customer_seq,
        "lastMessageAt": thread.last_message_at,
        "activityAt": thread.last_message_at or thread.opened_at,
        "preview": thread.preview,
        "operatorRead": _mark_document(thread.operator_read),
        "customerRead": _mark_document(thread.customer_read),
        "markedUnreadAt": thread.marked_unread_at,
        "operatorUnread": thread.operator_unread,
    }


def thread_of(document: Document) -> Thread:
    return Thread(
        thread_id=document["_id"],
        booking_id=document["bookingId"],
        location_id=document["locationId"],
        opened_by=SenderType(document["openedBy"]),
        opened_at=document["openedAt"],
        # Threads from before this was noted have not moved, as far as anybody can tell.
        opened_in=document.get("openedIn") or document["locationId"],
        last_seq=document["lastSeq"],
        customer_count=document["customerCount"],
        last_customer_seq=document["lastCustomerSeq"],
        last_message_at=document["lastMessageAt"],
        preview=document["preview"],
        operator_read=_mark_of(document["operatorRead"]),
        customer_read=_mark_of(document["customerRead"]),
        marked_unread_at=document["markedUnreadAt"],
    )


def _mark_document(mark: ReadMark) -> Document:
    return {"seq": mark.seq, "customerCount": mark.customer_count, "at": mark.at}


def _mark_of(document: Document) -> ReadMark:
    return ReadMark(document["seq"], document["customerCount"], document["at"])


def rejection_document(rejection: CommandRejected) -> Document:
    return {"_id": rejection.command_id, **rejection.model_dump(mode="python", by_alias=True)}


def rejection_of(document: Document) -> CommandRejected:
    return CommandRejected.as_stored(document)


def switches_of(document: Document) -> Switches:
    """Raises ValueError for a document that lacks one: off has to be said."""
    switches = Switches.model_validate(document)
    if switches.model_fields_set != Switches.model_fields.keys():
        raise ValueError(f"the location {document['_id']} does not say how both switches stand")
    return switches


def booking_document(booking: BookingChanged) -> dict[str, Any]:
    return booking.whole()


def booking_of(document: Document) -> BookingChanged:
    return BookingChanged.as_stored(document)


def position_document(key: str, log: str, partition: int, position: Position) -> Document:
    return {
        "_id": key,
        "log": log,
        "partition": partition,
        "first": position.first,
        "next": position.next,
        "seen": position.seen,
        "stored": position.stored,
        "repeated": position.repeated,
        "rejected": position.rejected,
        "deadLettered": position.dead_lettered,
        "parked": position.parked,
        "recovered": position.recovered,
        "missing": position.missing,
    }


def position_of(document: Document) -> Position:
    """Raises KeyError or TypeError for a damaged document."""
    return Position(
        first=_count(document, "first"),
        next=_count(document, "next"),
        stored=_count(document, "stored"),
        repeated=_count(document, "repeated"),
        rejected=_count(document, "rejected"),
        dead_lettered=_count(document, "deadLettered"),
        # Positions from before these were counted had none of them.
        parked=_count(document, "parked", 0),
        recovered=_count(document, "recovered", 0),
        missing=_count(document, "missing", 0),
    )


def _count(document: Document, name: str, default: int | None = None) -> int:
    value = document[name] if default is None else document.get(name, default)
    if not isinstance(value, int):
        raise TypeError(f"{name} is {value!r}, not a whole number")
    return value


def thread_upsert(document: Document) -> UpdateOne:
    """Where a thread belongs is said when it opens; after that only its booking moves it."""
    opening = {"locationId": document["locationId"]}
    fields = {name: value for name, value in document.items() if name not in {"_id", *opening}}
    return UpdateOne(
        {"_id": document["_id"]}, {"$set": fields, "$setOnInsert": opening}, upsert=True
    )
