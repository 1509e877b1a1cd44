"""Email, to staff and to customers."""

from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from booking_chat.contracts.http.addresses import EmailAddress
from notifier.channels.config import ChannelsConfig
from notifier.channels.email.composing import EmailSender, compose
from notifier.channels.email.outcome import own_fault
from notifier.channels.email.smtp import Mailer, MailServer
from notifier.domain.notices import Answer, Notice, Outcome, Rejected, Target

_ADDRESS: TypeAdapter[str] = TypeAdapter(EmailAddress)


class EmailChannel:
    """Without a mailer, where no mail server is configured, every email has to wait."""

    def __init__(self, mailer: Mailer | None, sender: EmailSender | None) -> None:
        self._mailer = mailer
        self._sender = sender

    async def deliver(self, notice: Notice, target: Target, now: datetime) -> Outcome:
        if self._mailer is None or self._sender is None:
            return own_fault("no mail server is configured (BOOKING_CHAT_SMTP_HOST)")
        try:
            # Addresses from the booking platform have not been checked before.
            address = _ADDRESS.validate_python(target.where)
        except ValidationError as error:
            return Rejected(Answer(None), error.errors()[0]["msg"])
        message = compose(notice, replace(target, where=address), self._sender, now)
        return await self._mailer.send(self._sender.address, address, message)


def make_email_channel(config: ChannelsConfig) -> EmailChannel:
    if config.smtp_host is None or config.mail_from is None:
        return EmailChannel(None, None)
    server = MailServer(
        host=config.smtp_host,
        port=config.smtp_port,
        security=config.smtp_security,
        user=config.smtp_user,
        password=config.smtp_password,
    )
    sender = EmailSender(config.mail_from, config.mail_from_name, config.mail_reply_to)
    return EmailChannel(Mailer(server), sender)
