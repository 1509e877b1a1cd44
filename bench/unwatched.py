"""A page that is opened as a reader's browser opens it: no DevTools looks over its shoulder.

A page that Playwright opens has DevTools' network domain switched on, which takes the script's
stack at every request (V8 reads the whole script again for the first one), and a second world of
scripts beside the page's own. On a slow processor that takes a tenth of a second, which no reader
waits for.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from playwright.async_api import Browser, CDPSession, Cookie

WIDTH, HEIGHT = 1280, 800
_COOKIE: Final = ("name", "value", "domain", "path", "httpOnly")


class UnwatchedPage:
    """One page by the protocol alone, with nothing switched on but what is asked for."""

    def __init__(self, browser: CDPSession, session_id: str) -> None:
        self._browser = browser
        self._session_id = session_id
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._sent = 0
        browser.on("Target.receivedMessageFromTarget", self._on_message)

    async def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Raises RuntimeError when the browser refuses."""
        self._sent += 1
        answer = self._answers[self._sent] = asyncio.get_running_loop().create_future()
        message = {"id": self._sent, "method": method, "params": parameters}
        await self._browser.send(
            "Target.sendMessageToTarget",
            {"sessionId": self._session_id, "message": json.dumps(message)},
        )
        answered = await answer
        if "error" in answered:
            raise RuntimeError(f"{method}: {answered['error']}")
        result: dict[str, Any] = answered["result"]
        return result

    async def run_first(self, script: str) -> None:
        """Runs a script in every page before the page's own."""
        await self.send("Page.enable")
        await self.send("Page.addScriptToEvaluateOnNewDocument", source=script)

    async def value(self, expression: str) -> object:
        answer = await self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    def _on_message(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if event["sessionId"] == self._session_id and message.get("id") in self._answers:
            self._answers.pop(message["id"]).set_result(message)


@asynccontextmanager
async def unwatched_page(
    browser: Browser, cookies: Sequence[Cookie]
) -> AsyncIterator[UnwatchedPage]:
    """A page in a profile of its own, with these cookies and nothing cached."""
    protocol = await browser.new_browser_cdp_session()
    profile = (await protocol.send("Target.createBrowserContext"))["browserContextId"]
    try:
        kept = [{name: cookie[name] for name in _COOKIE} for cookie in cookies]
        await protocol.send("Storage.setCookies", {"browserContextId": profile, "cookies": kept})
        window = {"browserContextId": profile, "width": WIDTH, "height": HEIGHT}
        target = await protocol.send("Target.createTarget", {"url": "about:blank", **window})
        attached = await protocol.send(
            "Target.attachToTarget", {"targetId": target["targetId"], "flatten": False}
        )
        yield UnwatchedPage(protocol, attached["sessionId"])
    finally:
        await protocol.send("Target.disposeBrowserContext", {"browserContextId": profile})
        await protocol.detach()
