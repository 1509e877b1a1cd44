"""The ways out, put together from the settings."""

from dataclasses import dataclass

from notifier.channels.addresses import is_any, is_public
from notifier.channels.chat import ChatChannel
from notifier.channels.config import ChannelsConfig
from notifier.channels.mail.channel import EmailChannel
from notifier.channels.mail.letter import Sender
from notifier.channels.mail.server import Mailer, MailServer
from notifier.channels.names import Names
from notifier.channels.network import GuardedNetwork
from notifier.channels.outgoing import Outgoing
from notifier.channels.url_check import UrlCheck
from notifier.channels.webhook import WebhookChannel
from notifier.notices import Channel, ChatTarget, EmailTarget, WebhookTarget


@dataclass(frozen=True, slots=True)
class Channels:
    """The three channels, and what tells whether a URL can be one's target."""

    webhook: Channel[WebhookTarget]
    email: Channel[EmailTarget]
    chat: Channel[ChatTarget]
    url_check: UrlCheck
    names: Names
    outgoing: Outgoing

    async def start(self) -> None:
        await self.names.start()

    async def stop(self) -> None:
        await self.outgoing.stop()
        await self.names.stop()


def make_channels(config: ChannelsConfig) -> Channels:
    names = Names()
    network = GuardedNetwork(names.resolve, is_any if config.alerts_allow_private else is_public)
    outgoing = Outgoing(network)
    return Channels(
        webhook=WebhookChannel(outgoing),
        email=_email(config),
        chat=ChatChannel(outgoing),
        url_check=UrlCheck(network, is_local_allowed=config.alerts_allow_private),
        names=names,
        outgoing=outgoing,
    )


def _email(config: ChannelsConfig) -> EmailChannel:
    if config.smtp_host is None or config.mail_from is None:
        return EmailChannel(None, None)
    server = MailServer(
        host=config.smtp_host,
        port=config.smtp_port,
        security=config.smtp_security,
        user=config.smtp_user,
        password=config.smtp_password,
    )
    sender = Sender(config.mail_from, config.mail_from_name, config.mail_reply_to)
    return EmailChannel(Mailer(server), sender)
