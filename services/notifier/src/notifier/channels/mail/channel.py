"""Email, to staff and to customers."""

from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from booking_chat.contracts.http.addresses import EmailAddress
from notifier.channels.mail.letter import Sender, compose
from notifier.channels.mail.outcome import own_fault
from notifier.channels.mail.server import Mailer
from notifier.notices import Answer, EmailTarget, Notice, Outcome, Rejected

_ADDRESS: TypeAdapter[str] = TypeAdapter(EmailAddress)


class EmailChannel:
    """Without a mailer, where no mail server is configured, every email has to wait."""

    def __init__(self, mailer: Mailer | None, sender: Sender | None) -> None:
        self._mailer = mailer
        self._sender = sender

    async def deliver(self, notice: Notice, target: EmailTarget, now: datetime) -> Outcome:
        if self._mailer is None or self._sender is None:
            return own_fault("no mail server is configured (BOOKING_CHAT_SMTP_HOST)")
        try:
            # The booking platform's addresses were checked by nobody yet.
            address = _ADDRESS.validate_python(target.address)
        except ValidationError as error:
            return Rejected(Answer(None), error.errors()[0]["msg"])
        message = compose(notice, EmailTarget(address, target.name), self._sender, now)
        return await self._mailer.send(self._sender.address, address, message)
