"""What both gateways know from memory, and when they ask again."""

import pytest

from booking_chat.contracts.values import Switches
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.cache import TimedCache
from booking_chat.gateway.enabled import EnabledChecks
from booking_chat.service.http.problems import Problem
from support.chat import a_booking
from support.gateway_fakes import FakeCore, seconds_from
from support.live_words import switched
from support.settings_fake import MESSAGING_OFF, ON, PORTAL_OFF, FakeSettings


def test_a_value_is_remembered_for_its_seconds() -> None:
    clock, move = seconds_from()
    cache = TimedCache[str, int](10, clock)
    cache.put("a", 1, seconds=60)

    move(59.9)
    before = cache.get("a")
    move(0.1)
    after = cache.get("a")

    assert (before, after) == (1, None)


def test_a_full_cache_forgets_what_it_has_known_longest() -> None:
    cache = TimedCache[str, int](2)

    for key, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        cache.put(key, value, seconds=60)

    assert [cache.get(key) for key in ("a", "b", "c")] == [3, None, 4]


async def test_a_live_change_of_switches_is_known_at_once() -> None:
    enabled = EnabledChecks(FakeSettings(ON))
    assert (await enabled.switches("lisbon")).can_message

    enabled.hear(switched("lisbon", messaging=False))

    assert not (await enabled.switches("lisbon")).can_message
    assert (await enabled.switches("oslo")).can_message


@pytest.mark.parametrize(
    ("switches", "kind"), [(MESSAGING_OFF, "messaging-disabled"), (PORTAL_OFF, "portal-disabled")]
)
async def test_nothing_is_sent_where_it_is_known_to_be_off(switches: Switches, kind: str) -> None:
    settings = FakeSettings(ON)
    settings.switches = switches
    admission = Admission(FakeCore(a_booking()), EnabledChecks(settings))

    with pytest.raises(Problem) as refused:
        await admission.writing("booking-1")

    assert (403, kind) == (refused.value.status, refused.value.kind)


async def test_a_command_passes_while_nobody_can_tell() -> None:
    settings = FakeSettings(PORTAL_OFF)
    settings.away = True
    core = FakeCore(a_booking())
    admission = Admission(core, EnabledChecks(settings))

    await admission.writing("booking-1")
    core.away = True
    await Admission(core, EnabledChecks(FakeSettings(PORTAL_OFF))).writing("booking-1")

    settings.away = False
    with pytest.raises(Problem):
        await admission.writing("booking-1")
