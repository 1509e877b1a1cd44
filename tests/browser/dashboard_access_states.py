"""States of the dashboard for whoever is not let in: signed out, refused, without a location."""

from uuid import uuid4

from playwright.async_api import Page

from browser.scene import Scene, by_name, never_answered, sees
from devstack.demo_people import Staff


async def signed_out(scene: Scene) -> Page:
    page = await scene.visitor()
    await page.goto(scene.place.system.doors.dashboard)
    return await sees(page, "Welcome back")


async def signing_out(scene: Scene) -> Page:
    """On a slow line."""
    member = await scene.member()
    await member.opens_the_inbox()
    await never_answered(member.page, "**/auth/logout")
    await member.signs_out()
    return await sees(member.page, "Signing out…")


async def not_signed_out(scene: Scene) -> Page:
    member = await scene.member()
    await member.opens_the_inbox()
    await member.page.route("**/auth/logout", lambda route: route.abort())
    await member.signs_out()
    return await sees(member.page, "You are still signed in")


async def came_back_from_signing_in(scene: Scene, outcome: str) -> Page:
    page = await scene.visitor()
    await page.goto(f"{scene.place.system.doors.dashboard}/?sign-in={outcome}")
    return page


async def sign_in_denied(scene: Scene) -> Page:
    return await sees(await came_back_from_signing_in(scene, "denied"), "Sign-in was not allowed")


async def sign_in_incomplete(scene: Scene) -> Page:
    page = await came_back_from_signing_in(scene, "incomplete")
    return await sees(page, "Sign-in was not completed")


async def sign_in_unavailable(scene: Scene) -> Page:
    page = await came_back_from_signing_in(scene, "unavailable")
    return await sees(page, "The login service is unavailable")


async def unreachable(scene: Scene) -> Page:
    member = await scene.member()
    await member.page.route("**/api/**", lambda route: route.abort())
    await member.opens_the_inbox()
    return await sees(member.page, "No connection")


async def no_locations(scene: Scene) -> Page:
    member = await scene.member(Staff(f"staff-{uuid4()}", "Ben", "Ray", "standard", ()))
    await member.goes_to("")
    return await sees(member.page, "No locations yet")


async def no_such_location(scene: Scene) -> Page:
    member = await scene.member()
    await member.goes_to("#/locations/another")
    return await sees(member.page, "You don’t have access to this location")


DASHBOARD_ACCESS_STATES = by_name(
    "dashboard",
    (
        *(signed_out, signing_out, not_signed_out, unreachable, no_locations, no_such_location),
        *(sign_in_denied, sign_in_incomplete, sign_in_unavailable),
    ),
)
