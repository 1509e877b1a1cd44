"""Links in emails that lead to the gateways. Pure."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class PublicLinks:
    """`dashboard` and `portal` are the gateways' addresses for people's browsers."""

    dashboard: str
    portal: str

    def thread(self, location_id: str, thread_id: str) -> str:
        """A conversation on the dashboard."""
        return f"{self.dashboard}/#/locations/{quote(location_id)}/threads/{quote(thread_id)}"

    def settings(self, location_id: str) -> str:
        """Where a location's destinations are looked after."""
        return f"{self.dashboard}/#/locations/{quote(location_id)}/settings"

    def verification(self, token: str) -> str:
        return f"{self.dashboard}/api/alerts/verify/{token}"

    def staff_unsubscribe(self, token: str) -> str:
        return f"{self.dashboard}/api/alerts/unsubscribe/{token}"

    def customer_unsubscribe(self, token: str) -> str:
        return f"{self.portal}/api/alerts/unsubscribe/{token}"
