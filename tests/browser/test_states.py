"""Each state of each page keeps nobody out, and `.run/screenshots` gets pictures of it."""

import pytest

from browser.accessibility import barriers
from browser.customer_access_states import CUSTOMER_ACCESS_STATES
from browser.customer_states import CUSTOMER_STATES
from browser.dashboard_access_states import DASHBOARD_ACCESS_STATES
from browser.dashboard_states import DASHBOARD_STATES
from browser.people import People
from browser.place import Place
from browser.readme_pictures import TAKEN
from browser.scene import SCHEMES, SIZES, Scene
from browser.settings_states import SETTINGS_STATES

STATES = {
    **CUSTOMER_STATES,
    **CUSTOMER_ACCESS_STATES,
    **DASHBOARD_STATES,
    **DASHBOARD_ACCESS_STATES,
    **SETTINGS_STATES,
}


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", STATES)
async def test_every_state_is_to_be_seen_and_keeps_nobody_out(
    place: Place, people: People, name: str, size: str
) -> None:
    page = await STATES[name](Scene(place, people, SIZES[size]))

    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await page.screenshot(path=TAKEN / f"{name}-{size}-{scheme}.png")
        assert await barriers(page) == []
