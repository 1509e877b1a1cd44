"""States of the customer page for whoever is not let in: by a link, a booking, a switch."""

from datetime import timedelta
from uuid import uuid4

from playwright.async_api import Page, expect

from booking_chat.contracts.values import BookingStatus, Switches
from browser.customer_states import talked
from browser.scene import Scene, by_name, never_answered

PORTAL_OFF = Switches()


async def portal_off(scene: Scene) -> Page:
    booked = await scene.place.booked()
    await scene.place.switch(PORTAL_OFF)
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("This page isn’t available")).to_be_visible()
    return customer.page


async def link_expired(scene: Scene) -> Page:
    booked = await scene.place.booked()
    page = await scene.visitor()
    await page.goto(scene.place.link(booked.booking.booking_id, made=timedelta(days=91)))
    await expect(page.get_by_text("This link has expired")).to_be_visible()
    return page


async def link_altered(scene: Scene) -> Page:
    booked = await scene.place.booked()
    page = await scene.visitor()
    await page.goto(f"{booked.link[:-12]}AAAAAAAAAAAA")
    await expect(page.get_by_text("This link does not work")).to_be_visible()
    return page


async def no_link(scene: Scene) -> Page:
    page = await scene.visitor()
    await page.goto(f"{scene.place.system.doors.portal}/c")
    await expect(page.get_by_text("Open the link from your email")).to_be_visible()
    return page


async def unknown_booking(scene: Scene) -> Page:
    page = await scene.visitor()
    await page.goto(scene.place.link(f"booking-{uuid4()}"))
    await expect(page.get_by_text("This booking cannot be found")).to_be_visible()
    return page


async def draft_booking(scene: Scene) -> Page:
    customer = await scene.customer(await scene.place.booked(status=BookingStatus.DRAFT))
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("Your booking isn’t complete yet")).to_be_visible()
    return customer.page


async def signed_out(scene: Scene) -> Page:
    customer = await scene.customer(await scene.place.booked())
    await customer.opens_the_link()
    await customer.page.get_by_role("button", name="Sign out").click()
    await expect(customer.page.get_by_text("You have signed out")).to_be_visible()
    return customer.page


async def signing_out(scene: Scene) -> Page:
    """On a slow line."""
    customer = await scene.customer(await talked(scene))
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await never_answered(customer.page, "**/api/session")
    await customer.page.get_by_role("button", name="Sign out").click()
    await expect(customer.page.get_by_text("Signing out…")).to_be_visible()
    return customer.page


async def not_signed_out(scene: Scene) -> Page:
    customer = await scene.customer(await talked(scene))
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await customer.page.route("**/api/session", lambda route: route.abort())
    await customer.page.get_by_role("button", name="Sign out").click()
    await expect(customer.page.get_by_text("You are still signed in")).to_be_visible()
    return customer.page


CUSTOMER_ACCESS_STATES = by_name(
    "customer",
    (
        *(portal_off, link_expired, link_altered, no_link, unknown_booking, draft_booking),
        *(signed_out, signing_out, not_signed_out),
    ),
)
