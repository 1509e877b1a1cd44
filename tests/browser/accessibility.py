"""axe-core, which finds what keeps people out of a page."""

from typing import Any

from playwright.async_api import Page

from devstack.paths import CHECKOUT

_AXE = CHECKOUT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Halfway through a fade the contrast is not that of the page.
_RUN = """async () => {
    const ends = animation => Number.isFinite(animation.effect?.getComputedTiming().endTime);
    const fades = document.getAnimations().filter(ends);
    await Promise.all(fades.map(fade => fade.finished.catch(() => undefined)));
    const found = await axe.run(document, {resultTypes: ['violations']});
    return found.violations.map(violation => ({
        rule: violation.id,
        help: violation.help,
        where: violation.nodes.map(node => node.target.join(' ')),
    }));
}"""


async def barriers(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds wrong with the page as it stands: rule, help, and where."""
    if not await page.evaluate("() => 'axe' in window"):
        # Not by a script element, which the page's own Content-Security-Policy forbids.
        await page.evaluate(f"() => {{ {_AXE.read_text()} }}")
    found: list[dict[str, Any]] = await page.evaluate(_RUN)
    return found
