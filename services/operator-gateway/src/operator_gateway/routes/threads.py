"""What staff see and do in a conversation."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends

from booking_chat.contracts.commands import MarkRead, MarkUnread, OpenThread
from booking_chat.contracts.http.requests import NewMessage, ReadUpTo
from booking_chat.contracts.http.views import (
    CommandAccepted,
    MessageAccepted,
    MessageFate,
    MessageView,
    Page,
    ThreadView,
)
from booking_chat.contracts.values import ClientMessageId, Id
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.command_log import CommandLog
from booking_chat.gateway.ports import ConversationReader
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit, SeqRange
from operator_gateway.access.operator import Operator
from operator_gateway.access.resolver import ThreadResolver
from operator_gateway.routes.posting import THREAD_PATH, Posting
from operator_gateway.routes.problems import COMMAND_PROBLEMS, READING_PROBLEMS
from operator_gateway.sign_in.authenticator import Authenticator


def reading_routes(
    core: ConversationReader, resolver: ThreadResolver, authenticator: Authenticator
) -> APIRouter:
    router = APIRouter(prefix=THREAD_PATH, responses=READING_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.get("")
    async def thread(thread_id: Id, operator: Caller) -> ThreadView:
        """The thread with its booking."""
        return await resolver.thread(operator, thread_id)

    @router.get("/messages")
    async def messages(
        thread_id: Id,
        operator: Caller,
        seqs: Annotated[SeqRange, Depends()],
        limit: Limit = DEFAULT_LIMIT,
    ) -> Page[MessageView]:
        """The next messages after a seq, or the last ones before one, in seq order."""
        await resolver.resolve(operator, thread_id)
        return await core.messages(
            thread_id, after_seq=seqs.after_seq, before_seq=seqs.before_seq, limit=limit
        )

    @router.get("/messages/{client_message_id}")
    async def fate(
        thread_id: Id, client_message_id: ClientMessageId, operator: Caller
    ) -> MessageFate:
        """What became of one message."""
        await resolver.resolve(operator, thread_id)
        return await core.fate(thread_id, client_message_id)

    return router


def opening_routes(
    commands: CommandLog,
    admission: Admission,
    resolver: ThreadResolver,
    authenticator: Authenticator,
) -> APIRouter:
    router = APIRouter(prefix="/api/bookings/{booking_id}", responses=COMMAND_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.post("/thread", status_code=HTTPStatus.ACCEPTED)
    async def open_thread(booking_id: Id, operator: Caller) -> CommandAccepted:
        """Opens the conversation of a booking, or finds the one it has."""
        booking = await resolver.booking(operator, booking_id)
        await admission.writing(booking_id)
        accepted = await commands.issue(
            OpenThread(
                booking_id=booking_id, location_id=booking.location_id, sender=operator.sender
            )
        )
        resolver.opened(booking)
        return accepted

    return router


def command_routes(posting: Posting) -> APIRouter:
    router = APIRouter(prefix=THREAD_PATH, responses=COMMAND_PROBLEMS)
    commands, resolver = posting.commands, posting.resolver
    Caller = Annotated[Operator, Depends(posting.authenticator.operator)]  # noqa: N806 - it is a type

    @router.post("/messages", status_code=HTTPStatus.ACCEPTED)
    async def post(thread_id: Id, message: NewMessage, operator: Caller) -> MessageAccepted:
        """Accepted means that Kafka has it for good; sending the same again is safe."""
        return await posting.post(thread_id, message, operator)

    @router.post("/read", status_code=HTTPStatus.ACCEPTED)
    async def read(thread_id: Id, read: ReadUpTo, operator: Caller) -> CommandAccepted:
        """The team has seen everything up to a message. Works while messaging is off."""
        thread = await resolver.resolve(operator, thread_id)
        return await commands.issue(
            MarkRead(
                booking_id=thread.booking_id,
                location_id=thread.location_id,
                sender=operator.sender,
                seq=read.seq,
            )
        )

    @router.post("/unread", status_code=HTTPStatus.ACCEPTED)
    async def unread(thread_id: Id, operator: Caller) -> CommandAccepted:
        """Puts the thread back among the unread ones. Works while messaging is off."""
        thread = await resolver.resolve(operator, thread_id)
        return await commands.issue(
            MarkUnread(
                booking_id=thread.booking_id,
                location_id=thread.location_id,
                sender=operator.sender,
            )
        )

    return router
