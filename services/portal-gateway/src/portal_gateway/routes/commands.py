"""What a customer does: write, and read."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from booking_chat.contracts.commands import MarkRead, PostMessage
from booking_chat.contracts.http.requests import NewMessage, ReadUpTo
from booking_chat.contracts.http.views import CommandAccepted, MessageAccepted
from booking_chat.contracts.values import CUSTOMER
from booking_chat.gateway.command_log import CommandLog
from booking_chat.service.http.lean_post import LeanPost
from booking_chat.service.http.problems import problem_responses
from portal_gateway.access.bookings import BookingAccess
from portal_gateway.routes.parameters import FromCustomer, carried_by
from portal_gateway.sign_in.session import Sessions

_PREFIX = "/api/conversation"
_PROBLEMS = problem_responses(
    {
        HTTPStatus.UNAUTHORIZED: "not-signed-in",
        HTTPStatus.FORBIDDEN: "portal-disabled, messaging-disabled",
        HTTPStatus.NOT_FOUND: "not-found",
        HTTPStatus.CONFLICT: "draft-booking, unknown-booking: it was withdrawn",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-large",
        HTTPStatus.UNPROCESSABLE_ENTITY: "invalid-input",
        HTTPStatus.SERVICE_UNAVAILABLE: "unavailable: sending the same again is safe",
    }
)


def lean_post(
    commands: CommandLog, access: BookingAccess, sessions: Sessions
) -> LeanPost[NewMessage]:
    """The busiest route, to be answered in front of the framework."""

    async def post(message: NewMessage, request: Request) -> Response:
        """Accepted means that Kafka has it for good; sending the same again is safe."""
        session = sessions.verify(carried_by(request))
        await access.sending(session.booking_id)
        accepted = await commands.post(
            PostMessage(
                booking_id=session.booking_id,
                location_id=None,
                sender=CUSTOMER,
                client_message_id=message.client_message_id,
                text=message.text,
            )
        )
        return Response(accepted.to_json(), HTTPStatus.ACCEPTED, media_type="application/json")

    return LeanPost(f"{_PREFIX}/messages", NewMessage, post)


def command_routes(
    posting: LeanPost[NewMessage], commands: CommandLog, access: BookingAccess, sessions: Sessions
) -> APIRouter:
    router = APIRouter(responses=_PROBLEMS)
    router.post(posting.path, status_code=HTTPStatus.ACCEPTED, response_model=MessageAccepted)(
        posting.endpoint
    )

    @router.post(f"{_PREFIX}/read", status_code=HTTPStatus.ACCEPTED)
    async def read(read: ReadUpTo, carried: FromCustomer) -> CommandAccepted:
        """The customer has seen everything up to a message. Works while messaging is off."""
        session = sessions.verify(carried)
        await access.marking(session.booking_id)
        return await commands.issue(
            MarkRead(booking_id=session.booking_id, location_id=None, sender=CUSTOMER, seq=read.seq)
        )

    return router
