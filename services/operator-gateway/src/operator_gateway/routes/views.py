"""Shapes of the HTTP interface that only staff see."""

from booking_chat.contracts.base import TolerantContract
from operator_gateway.access.operator import Operator, Role


class LocationView(TolerantContract):
    location_id: str
    name: str | None
    time_zone: str | None


class Me(TolerantContract):
    operator_id: str
    name: str | None
    role: Role
    locations: list[LocationView]


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
