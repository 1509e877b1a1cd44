"""The SMTP client. The only file that names the SMTP library."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from pydantic import SecretStr

from notifier.channels.config import SmtpSecurity
from notifier.channels.email.outcome import Stage, cannot_reach, own_fault, refused
from notifier.channels.text import one_line
from notifier.domain.notices import Answer, Delivered, Outcome

EXCHANGE_SECONDS = 15.0
"""For one email, from connecting to the server's acceptance."""
CONNECTIONS = 8
"""Concurrent connections. Relays begin to refuse when there are more."""
_QUIT_SECONDS = 1.0
_ACCEPTED = 250
_BEYOND_ASCII = ["SMTPUTF8", "BODY=8BITMIME"]
"""Source: RFC 6531, 3.4 and 3.6."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where it is and how it is spoken to; `tls` replaces the system's trust."""

    host: str
    port: int
    security: SmtpSecurity
    user: str | None = None
    password: SecretStr | None = None
    tls: ssl.SSLContext | None = None


class Mailer:
    """Hands emails to a mail server, a few at a time."""

    def __init__(
        self,
        server: MailServer,
        *,
        exchange_seconds: float = EXCHANGE_SECONDS,
        connections: int = CONNECTIONS,
    ) -> None:
        self._server = server
        self._seconds = exchange_seconds
        self._slots = asyncio.Semaphore(connections)

    async def send(self, sender: str, addressee: str, message: EmailMessage) -> Outcome:
        """Never raises for what a server does. Takes twice the limit when all slots are busy."""
        try:
            async with asyncio.timeout(self._seconds):
                await self._slots.acquire()
        except TimeoutError:
            return own_fault(f"the mail server was busy for {self._seconds:g} s")
        try:
            return await self._send(sender, addressee, message.as_bytes())
        finally:
            self._slots.release()

    async def _send(self, sender: str, addressee: str, content: bytes) -> Outcome:
        client = self._client(sender)
        try:
            async with asyncio.timeout(self._seconds):
                await client.connect()
                options = [] if addressee.isascii() else _BEYOND_ASCII
                _, said = await client.sendmail(sender, [addressee], content, mail_options=options)
        except TimeoutError:
            return own_fault(f"no answer of the mail server within {self._seconds:g} s")
        except SMTPNotSupported as error:
            # Of what a server may lack, only this is about the addressee.
            return cannot_reach(addressee) if client.is_connected else _outcome_of(error)
        except (SMTPException, OSError) as error:
            return _outcome_of(error)
        else:
            await _quit(client)
            return Delivered(Answer(_ACCEPTED, one_line(said)))
        finally:
            client.close()

    def _client(self, sender: str) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password.get_secret_value() if server.password else None,
            use_tls=server.security is SmtpSecurity.TLS,
            start_tls=server.security is SmtpSecurity.STARTTLS,
            tls_context=server.tls,
            timeout=self._seconds,
            # Otherwise the library asks the name servers for it, and waits for them.
            local_hostname=sender.rpartition("@")[2],
        )


def _outcome_of(error: SMTPException | OSError) -> Outcome:
    match error:
        case SMTPRecipientsRefused(recipients=[answer, *_]):
            return refused(Stage.ADDRESSEE, answer.code, answer.message)
        case SMTPDataError():
            return refused(Stage.CONTENT, error.code, error.message)
        case SMTPResponseException():
            said = f"the mail server refuses to work for us: SMTP {error.code}"
            return own_fault(f"{said} {one_line(error.message)}", error.code, error.message)
    return own_fault(f"the mail server is away: {one_line(str(error))}")


async def _quit(client: SMTP) -> None:
    """Errors do not matter any more: the email was accepted."""
    with suppress(SMTPException, OSError):
        async with asyncio.timeout(_QUIT_SECONDS):
            await client.quit()
