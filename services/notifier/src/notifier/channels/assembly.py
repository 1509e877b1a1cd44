"""The registry of channels: what sends to each kind of destination."""

from dataclasses import dataclass
from typing import assert_never

from booking_chat.contracts.http.destinations import DestinationKind
from notifier.channels.chat import ChatChannel
from notifier.channels.config import ChannelsConfig
from notifier.channels.email.channel import make_email_channel
from notifier.channels.http.addresses import is_any, is_public
from notifier.channels.http.network import GuardedNetwork
from notifier.channels.http.outbound import OutboundClient
from notifier.channels.http.ports import FOR_DEVELOPMENT, https_and
from notifier.channels.http.resolver import Resolver
from notifier.channels.http.url_check import UrlCheck
from notifier.channels.webhook import WebhookChannel
from notifier.domain.notices import Channel, Channels


def make_channel(kind: DestinationKind, config: ChannelsConfig, client: OutboundClient) -> Channel:
    """The channel of a kind. Its rules are in the contract, `rules_of`."""
    match kind:
        case DestinationKind.WEBHOOK:
            return WebhookChannel(client)
        case DestinationKind.EMAIL:
            return make_email_channel(config)
        case DestinationKind.CHAT:
            return ChatChannel(client)
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True)
class Outbound:
    """All channels, what they share, and the check of URLs that people type in."""

    channels: Channels
    url_check: UrlCheck
    resolver: Resolver
    client: OutboundClient

    async def start(self) -> None:
        await self.resolver.start()

    async def stop(self) -> None:
        await self.client.stop()
        await self.resolver.stop()


def make_outbound(config: ChannelsConfig) -> Outbound:
    resolver = Resolver()
    if config.alerts_allow_private:
        network = GuardedNetwork(resolver.resolve, is_any, FOR_DEVELOPMENT)
    else:
        network = GuardedNetwork(resolver.resolve, is_public, https_and(config.alerts_ports))
    client = OutboundClient(network)
    return Outbound(
        channels={kind: make_channel(kind, config, client) for kind in DestinationKind},
        url_check=UrlCheck(network, is_local_allowed=config.alerts_allow_private),
        resolver=resolver,
        client=client,
    )
