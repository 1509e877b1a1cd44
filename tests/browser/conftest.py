"""Real Chromium, on real services and engines."""

import os
from collections.abc import AsyncIterator, Generator

import pytest
from playwright.async_api import Browser

from booking_chat.service.messaging.publisher import Publisher
from browser.chromium import NoChromiumError, find_chromium, running_chromium
from browser.people import People, people_at
from browser.place import Place, a_place
from devstack.paths import RunFolder
from support.running_system import RunningSystem

PICTURES_OF_FAILURES = RunFolder().root / "browser-failures"
_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session", autouse=True)
def _chromium() -> None:
    """Without one the tests are skipped before any engine is started; in CI they fail."""
    try:
        find_chromium()
    except NoChromiumError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture
async def place(system: RunningSystem, publisher: Publisher) -> Place:
    """A location of this test's own, where messaging is on."""
    return await a_place(system, publisher)


@pytest.fixture
async def people(
    browser: Browser, place: Place, request: pytest.FixtureRequest
) -> AsyncIterator[People]:
    """Of a test that fails, `.run/browser-failures` has a picture of each page."""
    async with people_at(browser, place) as people:
        yield people
        if request.node.stash.get(_failed, False):
            PICTURES_OF_FAILURES.mkdir(parents=True, exist_ok=True)
            for number, page in enumerate(people.pages, start=1):
                path = PICTURES_OF_FAILURES / f"{request.node.name}-{number}.png"
                await page.screenshot(path=path)
