"""How a person's words find bookings that may have no conversation yet."""

import re
from collections.abc import Sequence

from booking_chat.contracts.records import BookingChanged
from chat_core.domain.search.terms import unspaced_terms, words


def booking_terms(booking: BookingChanged) -> list[str]:
    """What a booking is found by: customer name, email and confirmation code."""
    customer = booking.customer
    found: set[str] = set()
    for field in (customer.name, customer.email or "", booking.confirmation_code):
        for word in words(field):
            found.update((word.text, *word.parts))
            if word.unspaced:
                found.update((*word.text, *unspaced_terms(word.text)))
    return sorted(found)


def query_terms(typed: str) -> list[str]:
    """The beginnings of terms that a booking has to have, all of them."""
    terms: dict[str, None] = {}
    for word in words(typed):
        terms.update(dict.fromkeys(unspaced_terms(word.text) if word.unspaced else [word.text]))
    return list(terms)


def booking_filter(location_id: str, terms: Sequence[str]) -> dict[str, object]:
    """A MongoDB filter: every word of the search starts one of the booking's terms."""
    return {
        "locationId": location_id,
        "$and": [{"searchTerms": {"$regex": f"^{re.escape(term)}"}} for term in terms],
    }
