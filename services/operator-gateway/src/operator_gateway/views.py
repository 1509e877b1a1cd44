"""Shapes of the HTTP interface that only staff see."""

from pydantic import StrictBool

from booking_chat.contracts.base import StrictContract, TolerantContract
from operator_gateway.identity import Operator, Role


class LocationView(TolerantContract):
    location_id: str
    name: str | None
    time_zone: str | None


class Me(TolerantContract):
    operator_id: str
    name: str | None
    role: Role
    locations: list[LocationView]


class WantedSettings(StrictContract):
    """Both switches as they shall be."""

    portal_enabled: StrictBool
    support_messaging: StrictBool


def me_view(operator: Operator) -> Me:
    return Me(
        operator_id=operator.operator_id,
        name=operator.name,
        role=operator.role,
        locations=[
            LocationView(location_id=location.id, name=location.name, time_zone=location.time_zone)
            for location in operator.locations.values()
        ],
    )
