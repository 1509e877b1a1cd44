"""A live event as gateways read it. Pure."""

from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import EVENTS, ChatEvent
from booking_chat.contracts.records import LOCATION_RECORDS, LocationSettingsChanged

LiveData = ChatEvent | LocationSettingsChanged
"""Everything that readers are told of."""

LIVE_CONTRACTS: dict[str, type[LiveData]] = {**EVENTS, **LOCATION_RECORDS}

LiveEvent = Envelope[LiveData]
