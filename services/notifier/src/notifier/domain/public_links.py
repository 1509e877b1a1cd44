"""Links in emails that lead to the gateways. Pure."""

from dataclasses import dataclass
from urllib.parse import quote

from booking_chat.contracts.languages import Language


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

    def verification(self, token: str, language: Language) -> str:
        return f"{self.dashboard}/api/alerts/verify/{token}{_page_in(language)}"

    def staff_unsubscribe(self, token: str, language: Language) -> str:
        return f"{self.dashboard}/api/alerts/unsubscribe/{token}{_page_in(language)}"

    def customer_unsubscribe(self, token: str, language: Language) -> str:
        return f"{self.portal}/api/alerts/unsubscribe/{token}{_page_in(language)}"


def _page_in(language: Language) -> str:
    """The query by which the page behind a link knows its language. Without one it is English."""
    return "" if language is Language.ENGLISH else f"?language={language}"
