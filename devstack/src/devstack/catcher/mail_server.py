"""The mail server of the development stack: takes every email and delivers none."""

import asyncio
from datetime import UTC, datetime

from aiosmtpd.smtp import SMTP, Envelope, Session

from devstack.catcher.mailbox import Mailbox


class MailServer:
    """Listens while the app runs."""

    def __init__(self, mailbox: Mailbox, host: str, port: int) -> None:
        self._mailbox = mailbox
        self._address = (host, port)
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(self, hostname="catcher.booking-chat.example", enable_SMTPUTF8=True),
            *self._address,
        )

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Aiosmtpd's name for the moment when an email is complete."""
        self._mailbox.take(
            envelope.mail_from or "",
            envelope.rcpt_tos,
            envelope.original_content or b"",
            datetime.now(UTC),
        )
        return "250 caught, and delivered to nobody"
