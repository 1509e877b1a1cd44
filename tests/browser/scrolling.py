"""A long list on the screen, of which only a part is drawn: what is in view, and how it moves."""

from dataclasses import dataclass

from playwright.async_api import Page

TOLERANCE_PX = 3
_BETWEEN_WHEELS_MS = 60

_WATCH = """({row, key}) => {
    window.moves = [];
    let before = new Map();
    const look = () => {
        const now = new Map([...document.querySelectorAll(row)]
            .map(each => [each.dataset[key], each.getBoundingClientRect().top]));
        const both = [...now.keys()].filter(each => before.has(each));
        if (before.size > 0) window.moves.push(
            both.length > 0 ? now.get(both[0]) - before.get(both[0]) : null);
        before = now;
        requestAnimationFrame(look);
    };
    look();
}"""
_IN_VIEW = """({scroller, row, key}) => {
    const view = document.querySelector(scroller).getBoundingClientRect();
    return [...document.querySelectorAll(row)]
        .map(each => [each.dataset[key], each.getBoundingClientRect()])
        .filter(([, box]) => box.bottom > view.top && box.top < view.bottom)
        .sort(([, one], [, other]) => one.top - other.top)
        .map(([name]) => name);
}"""
_TO_REST = """async ({scroller}) => {
    const element = document.querySelector(scroller);
    for (let still = 0, last = null; still < 10; ) {
        await new Promise(requestAnimationFrame);
        still = last === element.scrollTop ? still + 1 : 0;
        last = element.scrollTop;
    }
}"""
_ROOM = """async ({scroller, wanted}) => {
    const element = document.querySelector(scroller);
    const isFromTheEnd = getComputedStyle(element).flexDirection === 'column-reverse';
    const room = () => {
        const all = element.scrollHeight - element.clientHeight;
        const above = isFromTheEnd ? all + element.scrollTop : element.scrollTop;
        return wanted < 0 ? above : all - above;
    };
    while (room() <= Math.abs(wanted)) await new Promise(requestAnimationFrame);
}"""


@dataclass(frozen=True, slots=True)
class LongList:
    """`scroller` and `row` are CSS selectors; `key` is the rows' data attribute that names them."""

    page: Page
    scroller: str
    row: str
    key: str

    async def drawn(self) -> int:
        return await self.page.locator(self.row).count()

    async def in_view(self) -> list[str]:
        """The names of the rows in view, from top to bottom."""
        names: list[str] = await self.page.evaluate(_IN_VIEW, self._names())
        return names

    async def watch_moves(self) -> None:
        await self.page.evaluate(_WATCH, self._names())

    async def moves(self) -> list[float | None]:
        """How far what is drawn has moved from each frame to the next since the watch began.

        In pixels, downwards; None where nothing has stayed.
        """
        moves: list[float | None] = await self.page.evaluate("() => window.moves")
        return moves

    async def wheels(self, pixels: int, times: int) -> None:
        """Turns the wheel, and waits each time for what is fetched: it is not to meet the end."""
        await self.page.locator(self.scroller).hover()
        for _ in range(times):
            await self.page.evaluate(_ROOM, self._names() | {"wanted": pixels})
            await self.page.mouse.wheel(0, pixels)
            await self.page.wait_for_timeout(_BETWEEN_WHEELS_MS)
        await self.comes_to_rest()

    async def comes_to_rest(self) -> None:
        await self.page.evaluate(_TO_REST, self._names())

    def _names(self) -> dict[str, object]:
        return {"scroller": self.scroller, "row": self.row, "key": self.key}
