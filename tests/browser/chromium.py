"""The browser that tests drive: this machine's Chromium."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str:
    """Skips the test where there is none; in CI, where there has to be one, fails it."""
    path = next((path for name in NAMES if (path := shutil.which(name))), None)
    if path is not None:
        return path
    reason = "no Chromium on this machine (on Debian: apt install chromium)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    path = find_chromium()
    # Chromium's sandbox refuses to be started by root.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])
        try:
            yield browser
        finally:
            await browser.close()
