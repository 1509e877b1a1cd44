"""Shapes of a location's settings: of the settings service and the operator gateway.

For staff only: customers see what follows from the switches, never who changed them.
"""

from typing import Annotated

from pydantic import Field, StrictBool, StringConstraints

from booking_chat.contracts.base import StrictContract, Timestamp, TolerantContract
from booking_chat.contracts.values import Id, Switches


class WantedSwitches(StrictContract):
    """Both switches as they shall be."""

    portal_enabled: StrictBool
    support_messaging: StrictBool

    @property
    def switches(self) -> Switches:
        return Switches(
            portal_enabled=self.portal_enabled, support_messaging=self.support_messaging
        )


class SettingsOperator(StrictContract):
    """Who changes switches; the name is null when the account has none."""

    operator_id: Id
    name: Annotated[str, StringConstraints(max_length=200)] | None = None


class SettingsChange(WantedSwitches):
    """The body of a change between gateway and settings service: what is wanted, and by whom."""

    changed_by: SettingsOperator


class SettingsView(TolerantContract):
    location_id: str
    portal_enabled: bool
    support_messaging: bool
    can_message: bool
    version: int


class ChangedBy(TolerantContract):
    """Who made a change, as the history shows it."""

    operator_id: str
    name: str | None


class SettingsChangeView(TolerantContract):
    """One line of the history: the change that led to `version`."""

    version: int
    changed_at: Timestamp
    changed_by: ChangedBy
    before: Switches = Field(alias="from")
    after: Switches = Field(alias="to")
