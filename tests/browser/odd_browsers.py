"""Scripts that make a page's browser an odd one, and answers that no page can show."""

import json
from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, Route

LACKS_ZONES = """(() => {
  const Real = Intl.DateTimeFormat;
  const lacks = new Set(['America/Ciudad_Juarez', 'America/Coyhaique', 'Etc/Unknown']);
  const Old = function (locale, options) {
    if (options && lacks.has(options.timeZone)) throw new RangeError('Invalid time zone');
    return new Real(locale, options);
  };
  Old.prototype = Real.prototype;
  Old.supportedLocalesOf = Real.supportedLocalesOf;
  Intl.DateTimeFormat = Old;
})()"""
"""Younger zones than the browser: Chrome 109 is supported and has none of 2022 and later."""

UNKNOWN_OWN_ZONE = (
    LACKS_ZONES
    + """;(() => {
  const real = Intl.DateTimeFormat.prototype.resolvedOptions;
  Intl.DateTimeFormat.prototype.resolvedOptions = function () {
    return { ...real.call(this), timeZone: 'Etc/Unknown' };
  };
})()"""
)
"""As some Linux systems and embedded browsers say it."""

ODD_LANGUAGES = """
Object.defineProperty(navigator, 'languages', { get: () => ['C', 'en_US.UTF-8', ''] });
"""

NO_INTL = "delete window.Intl;"


def device_off_by(milliseconds: int) -> str:
    """A device whose clock is wrong by so much."""
    return f"""(() => {{
  const Real = Date, off = {milliseconds};
  class Off extends Real {{
    constructor(...all) {{ all.length === 0 ? super(Real.now() + off) : super(...all); }}
    static now() {{ return Real.now() + off; }}
  }}
  window.Date = Off;
}})()"""


async def altered(page: Page, path: str, alter: Callable[[dict[str, Any]], None]) -> None:
    """Answers from `path` are altered on their way to the page."""

    async def on_request(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.json()
        alter(body)
        await route.fulfill(response=answer, body=json.dumps(body))

    await page.route(path, on_request)
