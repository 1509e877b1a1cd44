"""Staff's quiet hours, in the time of their location. Pure."""

from datetime import datetime, time, timedelta

from booking_chat.contracts.http.alert_policy import AlertPolicy, QuietHours
from booking_chat.contracts.time_zones import time_zone_rules


def after_quiet_hours(moment: datetime, policy: AlertPolicy) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in.

    In local time: quiet hours are an hour shorter or longer when clocks change, and end at the
    later one of two moments that show the same time.
    """
    if policy.quiet_hours is None:
        return moment
    local = moment.astimezone(time_zone_rules(policy.time_zone))
    start, end = _times(policy.quiet_hours)
    if not _lies_in(local.time(), start, end):
        return moment
    day = local.date() if local.time() < end else local.date() + timedelta(days=1)
    first = datetime.combine(day, end, local.tzinfo)
    last = first.replace(fold=1)
    return max(first.astimezone(moment.tzinfo), last.astimezone(moment.tzinfo), moment)


def start_of_day(moment: datetime, policy: AlertPolicy) -> datetime:
    """When the day of the moment began at the location."""
    local = moment.astimezone(time_zone_rules(policy.time_zone))
    return datetime.combine(local.date(), time(), local.tzinfo).astimezone(moment.tzinfo)


def _lies_in(clock: time, start: time, end: time) -> bool:
    if start < end:
        return start <= clock < end
    return clock >= start or clock < end


def _times(hours: QuietHours) -> tuple[time, time]:
    return time.fromisoformat(hours.start), time.fromisoformat(hours.end)
