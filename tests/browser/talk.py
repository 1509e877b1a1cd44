"""A conversation on the screen, as both pages show it: what a person sees of it and does in it."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

PATIENCE_MILLISECONDS = 30_000
"""Longer than a service that was killed takes to be back and the page to have found out."""
_SHOWN = """rows => rows.map(row => ({
    seq: row.dataset.seq === undefined ? null : Number(row.dataset.seq),
    state: row.dataset.state ?? null,
    text: row.querySelector('.bubble')?.innerText ?? '',
}))"""


@dataclass(frozen=True, slots=True)
class Line:
    """One message on the screen. `seq` is None until it is stored; `state` is the writer's."""

    seq: int | None
    text: str
    state: str | None


class Talk:
    """`page` is Playwright's, for what has no word of its own here."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Write a message")

    @property
    def rows(self) -> Locator:
        """The messages that are drawn; a long history has them only around what is shown."""
        return self.page.locator("li[data-id]")

    def row(self, text: str) -> Locator:
        """The message with exactly this text."""
        exactly = re.compile(rf"^\s*{re.escape(text)}\s*$")
        return self.rows.filter(has=self.page.locator(".bubble").filter(has_text=exactly))

    async def writes(self, *texts: str) -> None:
        """Types each text and presses Enter, as fast as the page takes it."""
        for text in texts:
            await self.field.fill(text)
            await self.field.press("Enter")

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await expect(self.row(text)).to_be_visible(timeout=PATIENCE_MILLISECONDS)

    async def sees_exactly(self, *texts: str) -> None:
        """These messages, each once and in this order, all of them stored."""
        assert await self.sees_all_stored(len(texts)) == list(texts)

    async def sees_all_stored(self, count: int) -> list[str]:
        """So many messages, each in its place and none waiting any more; their texts."""
        stored = self.page.locator("li[data-seq]")
        await expect(stored).to_have_count(count, timeout=PATIENCE_MILLISECONDS)
        await expect(self.rows).to_have_count(count, timeout=PATIENCE_MILLISECONDS)
        lines = await self.lines()
        assert [line.seq for line in lines] == list(range(1, count + 1))
        return [line.text for line in lines]

    async def sees_state(self, text: str, state: str) -> None:
        """How the writer's own message stands, from `sending` to `seen`, `failed` or `rejected`."""
        await expect(self.row(text)).to_have_attribute(
            "data-state", state, timeout=PATIENCE_MILLISECONDS
        )

    async def sees_written_by(self, name: str, text: str) -> None:
        """The name is on screen, or for screen readers alone where one writer goes on."""
        await expect(self.row(text)).to_contain_text(name)

    async def lines(self) -> list[Line]:
        """Everything that is drawn now, from top to bottom."""
        return [Line(**row) for row in await self.rows.evaluate_all(_SHOWN)]

    async def reloads(self) -> None:
        await self.page.reload()

    async def goes_offline(self) -> None:
        await self.page.context.set_offline(True)

    async def comes_back_online(self) -> None:
        await self.page.context.set_offline(False)
