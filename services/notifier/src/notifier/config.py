"""What the notifier needs to know, beside what every service does."""

from typing import Annotated

from pydantic import Field

from booking_chat.service.config import ServiceConfig


class NotifierConfig(ServiceConfig):
    """`dashboard_url` and `portal_url` are where people's browsers reach the gateways.

    `portal_link_url` is where whoever signs customers' links gives one (`POST {"bookingId"}`,
    answered `{"url"}`), asked with `portal_link_token` as the bearer token where one is given.
    Without it nothing is sent to customers.
    """

    dashboard_url: str = "http://127.0.0.1:8081"
    portal_url: str = "http://127.0.0.1:8080"
    portal_link_url: str | None = None
    portal_link_token: str | None = None

    customer_unread_seconds: Annotated[int, Field(ge=0)] = 300
    """How long a message of staff stays unread before its customer gets an email."""
    alert_oldest_hours: Annotated[int, Field(ge=1)] = 24
    """A message that is older when the notifier first hears of it alerts nobody."""
    alerts_kept_days: Annotated[int, Field(ge=1)] = 30
    """How long deliveries are kept, with the words that they told."""
    alert_lease_seconds: Annotated[float, Field(gt=0)] = 60.0
    """How long a delivery belongs to the process that took it: longer than any attempt takes."""
