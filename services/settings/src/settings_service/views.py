"""Shapes of the settings service's HTTP interface that nobody else needs."""

from pydantic import Field, StrictBool

from booking_chat.contracts.base import StrictContract, Timestamp, TolerantContract
from booking_chat.contracts.http.views import SettingsView
from booking_chat.contracts.values import Switches
from settings_service.switches import Changed, LocationSettings, Operator


class SettingsChange(StrictContract):
    """The body of a change: both switches as they shall be, and who wants it."""

    portal_enabled: StrictBool
    support_messaging: StrictBool
    changed_by: Operator

    @property
    def switches(self) -> Switches:
        return Switches(
            portal_enabled=self.portal_enabled, support_messaging=self.support_messaging
        )


class EnabledView(TolerantContract):
    portal_enabled: bool
    support_messaging: bool
    can_message: bool
    version: int


class ChangeView(TolerantContract):
    """One line of the history: the change that led to `version`."""

    version: int
    changed_at: Timestamp
    changed_by: Operator
    before: Switches = Field(alias="from")
    after: Switches = Field(alias="to")


def settings_view(settings: LocationSettings) -> SettingsView:
    return SettingsView(
        location_id=settings.location_id,
        portal_enabled=settings.switches.portal_enabled,
        support_messaging=settings.switches.support_messaging,
        can_message=settings.switches.can_message,
        version=settings.version,
    )


def enabled_view(settings: LocationSettings) -> EnabledView:
    return EnabledView.model_validate(settings_view(settings), from_attributes=True)


def change_view(change: Changed) -> ChangeView:
    return ChangeView(
        version=change.version,
        changed_at=change.changed_at,
        changed_by=change.changed_by,
        before=change.before,
        after=change.after,
    )
