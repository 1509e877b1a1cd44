"""The settings of the notifier, on top of those of every service and of the channels."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, SecretStr

from booking_chat.service.http.origin import Origin
from notifier.channels.config import ChannelsConfig
from notifier.domain.planning.plan import Rules
from notifier.domain.public_links import PublicLinks


class NotifierConfig(ChannelsConfig):
    """`dashboard_url` and `portal_url` are where people's browsers reach the gateways.

    `portal_link_url` is the endpoint that signs links for customers (`POST {"bookingId"}`,
    answered with `{"url"}`). `portal_link_token` is sent as the bearer token, if set. Without
    the URL customers get no emails.
    """

    dashboard_url: Origin
    portal_url: Origin
    portal_link_url: str | None = None
    portal_link_token: SecretStr | None = None

    customer_unread_seconds: Annotated[int, Field(ge=0)] = 300
    """How long a message of staff stays unread before its customer gets an email."""
    alert_oldest_hours: Annotated[int, Field(ge=1)] = 24
    """Messages that are older when the notifier first reads them alert nobody."""
    alerts_kept_days: Annotated[int, Field(ge=1)] = 30
    """How long deliveries are kept, with the text of their messages."""
    alert_lease_seconds: Annotated[float, Field(gt=0)] = 60.0
    """How long a claim on a delivery lasts: longer than any attempt takes."""

    @property
    def rules(self) -> Rules:
        return Rules(
            unread_wait=timedelta(seconds=self.customer_unread_seconds),
            oldest=timedelta(hours=self.alert_oldest_hours),
            retention=timedelta(days=self.alerts_kept_days),
        )

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.alert_lease_seconds)

    @property
    def public_links(self) -> PublicLinks:
        return PublicLinks(self.dashboard_url, self.portal_url)
