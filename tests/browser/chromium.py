"""The browser that tests and measurements drive: this machine's Chromium."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

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


class NoChromiumError(Exception):
    """There is none on this machine."""


def find_chromium() -> str:
    """Raises NoChromiumError."""
    path = next((path for name in NAMES if (path := shutil.which(name))), None)
    if path is None:
        raise NoChromiumError("no Chromium on this machine (on Debian: apt install chromium)")
    return path


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    """Raises NoChromiumError."""
    path = find_chromium()
    # Chromium's sandbox refuses to be started by root.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])
        try:
            yield browser
        finally:
            await browser.close()
