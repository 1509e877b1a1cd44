"""Headers of every answer that a gateway gives to browsers, the page's files included."""

from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from booking_chat.service.http.problem_handlers import PRIVATE

_HSTS = ("Strict-Transport-Security", "max-age=31536000")
"""For a year. Not for subdomains: those of the business are not ours to speak for."""


class AnswerHeaders:
    """Pure ASGI: an answer is private unless it says otherwise, as the page's files do.

    `secure` is whether browsers come by TLS; they are then told to insist on it.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._unless_said = _raw(PRIVATE)
        self._always = _raw(dict([_HSTS] if secure else [])).items()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._lacking(message["headers"])]
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _lacking(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        said = {name.lower() for name, _ in headers}
        private = [header for header in self._unless_said.items() if header[0] not in said]
        return [*private, *self._always]


def _raw(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    return {name.lower().encode(): value.encode() for name, value in headers.items()}
