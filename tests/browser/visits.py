"""A customer who has opened a link, and what their whole page says or has to keep to itself."""

from typing import Any

from playwright.async_api import Page, expect

from browser.people import Customer, People
from browser.place import Booked
from browser.talk import PATIENCE_MILLISECONDS


async def sees_page(page: Page, title: str) -> None:
    heading = page.get_by_role("heading", level=1, name=title)
    await expect(heading).to_be_visible(timeout=PATIENCE_MILLISECONDS)


async def shows_nothing_of(page: Page, booked: Booked) -> None:
    seen = await page.evaluate("() => document.documentElement.outerHTML + document.title")
    booking = booked.booking
    for secret in (booking.activity_name, booking.confirmation_code, booking.customer.name):
        assert secret is not None
        assert secret not in seen


async def a_visit(people: People, booked: Booked, **options: Any) -> Customer:
    customer = await people.customer(booked, **options)
    await customer.opens_the_link()
    return customer
