"""How a person's words find bookings: lower case, without accents, by the start of a word."""

import re
import unicodedata
from collections.abc import Sequence

from booking_chat.contracts.records import BookingChanged

_WORD = re.compile(r"\w+")


def search_terms(text: str) -> list[str]:
    """The words of a text as they are compared: `Zoë O'Neil` gives `zoe`, `o`, `neil`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _WORD.findall(plain)


def booking_terms(booking: BookingChanged) -> list[str]:
    """What a booking is found by: customer name, email and confirmation code."""
    customer = booking.customer
    parts = (customer.name, customer.email or "", booking.confirmation_code)
    return sorted({term for part in parts for term in search_terms(part)})


def booking_filter(location_id: str, terms: Sequence[str]) -> dict[str, object]:
    """A MongoDB filter: every word of the search starts one of the booking's terms."""
    return {
        "locationId": location_id,
        "$and": [{"searchTerms": {"$regex": f"^{re.escape(term)}"}} for term in terms],
    }
