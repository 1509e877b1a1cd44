"""From the service's own values to the shapes that it answers with."""

from booking_chat.contracts.base import TolerantContract
from booking_chat.contracts.http.settings import ChangedBy, SettingsChangeView, SettingsView
from settings_service.switches import Changed, LocationSettings


class EnabledView(TolerantContract):
    """The answer of the enabled-check."""

    portal_enabled: bool
    support_messaging: bool
    can_message: bool
    version: int


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


def change_view(change: Changed) -> SettingsChangeView:
    return SettingsChangeView(
        version=change.version,
        changed_at=change.changed_at,
        changed_by=ChangedBy(
            operator_id=change.changed_by.operator_id, name=change.changed_by.name
        ),
        before=change.before,
        after=change.after,
    )
