"""Records made from the JSON Schemas, mostly bad, between good ones: the loop and the projections
take what they can and set the rest aside."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import bson
from hypothesis import given, settings
from hypothesis import strategies as st

from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, encode
from booking_chat.contracts.records import BOOKING_RECORDS
from booking_chat.service.messaging.projecting import sort_out
from chat_core.storage.documents import booking_document
from chat_core.storage.search import booking_terms
from notifier.domain.bookings import known_booking
from support.chat import a_booking, post
from support.examples import examples
from support.logged_records import LoggedRecord
from support.memory_core import MemoryCore
from support.mutations import mutated

GOOD_BOOKING = encode(
    Envelope("id-1", "BookingChanged", "/platform", datetime(2026, 3, 15, tzinfo=UTC), a_booking())
)


def logged(offset: int, record: OutgoingRecord) -> LoggedRecord:
    return LoggedRecord(offset, record.key, record.value, record.headers)


@settings(max_examples=examples(80), deadline=None)
@given(bad=st.lists(st.sampled_from(sorted(COMMANDS)).flatmap(mutated), min_size=1, max_size=5))
def test_whatever_stands_between_two_messages_both_are_stored_and_all_is_counted(
    bad: list[OutgoingRecord],
) -> None:
    core = MemoryCore()
    before, after = (encode(post(text)) for text in ("before", "after"))
    core.log = [logged(offset, r) for offset, r in enumerate([before, *bad, after])]

    asyncio.run(core.process(len(core.log)))

    texts = [posted.event.text for posted in core.store.state.posted.values()]
    assert (texts[0], texts[-1]) == ("before", "after")
    position = core.store.state.positions[0]
    assert (position.seen, position.next) == (len(core.log), len(core.log))
    assert position.dead_lettered == len(core.letters.offsets)


@settings(max_examples=examples(80), deadline=None)
@given(bad=st.lists(mutated("BookingChanged"), min_size=1, max_size=5))
def test_whatever_follows_a_booking_its_projections_can_be_stored(
    bad: list[OutgoingRecord],
) -> None:
    records: list[Record] = [logged(n, record) for n, record in enumerate([GOOD_BOOKING, *bad])]

    found = sort_out(records, BOOKING_RECORDS)

    assert found.latest["booking-1"].data is not None
    for latest in found.latest.values():
        booking: Any = latest.data
        assert bson.encode(booking_document(booking) | {"searchTerms": booking_terms(booking)})
        assert bson.encode(known_booking(booking).document())
