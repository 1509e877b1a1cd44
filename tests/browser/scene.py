"""What a state of a page is brought about with: a location, people, and how their screens look."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from playwright.async_api import Page, Route, expect

from browser.people import DESKTOP, PHONE, Customer, Member, People
from browser.place import Booked, Place
from devstack.demo_people import Staff

SIZES: Mapping[str, Mapping[str, Any]] = {"desktop": DESKTOP, "phone": PHONE}
SCHEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Scene:
    place: Place
    people: People
    size: Mapping[str, Any]

    async def customer(self, booked: Booked, **options: Any) -> Customer:
        """At a page that is still blank."""
        return await self.people.customer(booked, **self._options(options))

    async def member(self, person: Staff | None = None, **options: Any) -> Member:
        """Signed in, at a page that is still blank."""
        return await self.people.member(person, **self._options(options))

    async def visitor(self, **options: Any) -> Page:
        """Somebody who is not signed in anywhere."""
        return await self.people.page(**self._options(options))

    def _options(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Without motion, so that a picture shows where things end up."""
        return {**self.size, "color_scheme": SCHEMES[0], "reduced_motion": "reduce", **options}


State = Callable[[Scene], Awaitable[Page]]
"""Brings a page into a state and returns it once that is to be seen."""


def by_name(prefix: str, states: Iterable[State]) -> dict[str, State]:
    """The states by what their pictures are called."""
    return {f"{prefix}-{name_of(state).replace('_', '-')}": state for state in states}


def name_of(state: State) -> str:
    return state.__name__


async def sees(page: Page, text: str) -> Page:
    await expect(page.get_by_text(text).first).to_be_visible()
    return page


async def never_answered(page: Page, path: str) -> None:
    """From now on a page that asks for `path` (a glob) waits for ever."""

    async def wait(_: Route) -> None:
        """Neither answered nor refused."""

    await page.route(path, wait)
