"""Staff's answer to a customer: the same by the framework's route and in front of it."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request, Response
from pydantic import TypeAdapter

from booking_chat.contracts.commands import PostMessage
from booking_chat.contracts.http.requests import NewMessage
from booking_chat.contracts.http.views import MessageAccepted
from booking_chat.contracts.values import Id
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.command_log import CommandLog
from booking_chat.service.http.lean_post import LeanPost
from operator_gateway.access.operator import Operator
from operator_gateway.access.resolver import ThreadResolver
from operator_gateway.sign_in.authenticator import Authenticator

THREAD_PATH = "/api/threads/{thread_id}"


@dataclass(frozen=True, slots=True)
class Posting:
    """Staff's answer to a customer, whoever has read the request."""

    commands: CommandLog
    admission: Admission
    resolver: ThreadResolver
    authenticator: Authenticator

    async def post(
        self, thread_id: str, message: NewMessage, operator: Operator
    ) -> MessageAccepted:
        thread = await self.resolver.resolve(operator, thread_id)
        await self.admission.writing(thread.booking_id)
        return await self.commands.post(
            PostMessage(
                booking_id=thread.booking_id,
                location_id=thread.location_id,
                sender=operator.sender,
                client_message_id=message.client_message_id,
                text=message.text,
            )
        )

    async def answer(self, message: NewMessage, request: Request) -> Response:
        operator = await self.authenticator.operator_of(request)
        accepted = await self.post(request.path_params["thread_id"], message, operator)
        return Response(accepted.to_json(), HTTPStatus.ACCEPTED, media_type="application/json")

    @property
    def lean(self) -> LeanPost[NewMessage]:
        """The busiest route, to be answered in front of the framework."""
        return LeanPost(f"{THREAD_PATH}/messages", NewMessage, self.answer, TypeAdapter(Id))
