"""A real mail server that misbehaves on demand, and remembers what it got.

async with SmtpReceiver() as receiver:
    receiver.at_addressee(says("550 5.1.1 no such mailbox"))
    ...
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Behaviour = Callable[[SMTP], Awaitable[str]]
"""Gives the server's answer, or does something worse."""


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """`is_secret` tells whether it came by TLS, `user` who logged in."""

    sender: str
    addressees: list[str]
    message: EmailMessage
    content: bytes
    is_secret: bool
    user: str | None


def says(answer: str) -> Behaviour:
    """Answers so: `451 4.7.1 try later`, `550 5.1.1 no such mailbox` ..."""

    async def behave(_: SMTP) -> str:
        return answer

    return behave


def hangs() -> Behaviour:
    """Never answers."""

    async def behave(_: SMTP) -> str:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    return behave


def disconnects() -> Behaviour:
    """Tears the connection down instead of answering."""

    async def behave(server: SMTP) -> str:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return "421 gone"

    return behave


_OK = says("250 OK")


class SmtpReceiver:
    """Listens on a free port of 127.0.0.1.

    With `tls` it offers STARTTLS, or speaks TLS from the first byte where `is_tls_at_once`; with
    `password` it wants one, and everybody's name will do.
    With `offers_smtputf8` it takes addresses beyond ASCII.
    """

    def __init__(
        self,
        tls: ssl.SSLContext | None = None,
        *,
        is_tls_at_once: bool = False,
        password: str | None = None,
        offers_smtputf8: bool = False,
    ) -> None:
        self.mails: list[ReceivedMail] = []
        self.connections = 0
        self.port = 0
        self._tls = tls
        self._is_tls_at_once = is_tls_at_once
        self._password = password
        self._offers_smtputf8 = offers_smtputf8
        self._at_sender = self._at_addressee = self._at_content = _OK
        self._at_goodbye = says("221 Bye")
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(
            self._connection, "127.0.0.1", 0, ssl=self._tls if self._is_tls_at_once else None
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    def at_sender(self, behaviour: Behaviour) -> None:
        self._at_sender = behaviour

    def at_addressee(self, behaviour: Behaviour) -> None:
        self._at_addressee = behaviour

    def at_content(self, behaviour: Behaviour) -> None:
        """What is said once the whole email has come; it counts as received if that begins 2."""
        self._at_content = behaviour

    def at_goodbye(self, behaviour: Behaviour) -> None:
        self._at_goodbye = behaviour

    def _connection(self) -> SMTP:
        self.connections += 1
        return SMTP(
            self,
            hostname="mail.example",
            enable_SMTPUTF8=self._offers_smtputf8,
            tls_context=None if self._is_tls_at_once else self._tls,
            authenticator=self._login if self._password else None,
            auth_required=self._password is not None,
        )

    def _login(self, _: SMTP, __: Session, ___: Envelope, ____: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        is_right = data.password.decode() == self._password
        return AuthResult(
            success=is_right, handled=False, auth_data=data.login.decode() if is_right else None
        )

    async def handle_MAIL(  # noqa: N802 - names of aiosmtpd
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._at_sender(server)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        answer = await self._at_addressee(server)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await self._at_content(server)
        if answer.startswith("2"):
            content = envelope.original_content or b""
            self.mails.append(
                ReceivedMail(
                    sender=envelope.mail_from or "",
                    addressees=envelope.rcpt_tos,
                    message=message_from_bytes(content, policy=policy.default),
                    content=content,
                    is_secret=session.ssl is not None or self._is_tls_at_once,
                    user=session.auth_data,
                )
            )
        return answer

    async def handle_QUIT(self, server: SMTP, _: Session, __: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        return await self._at_goodbye(server)
