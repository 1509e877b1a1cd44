"""Every state of the dashboard's settings."""

from playwright.async_api import Page, expect

from booking_chat.contracts.http.destinations import DestinationKind, NewDestination
from browser.alert_settings import (
    adds,
    card_of,
    chooses,
    hook_of,
    opens_the_settings,
    sees_delivery,
)
from browser.dashboard_states import PORTAL_OFF, some_threads
from browser.people import Member
from browser.scene import Scene, by_name, sees
from devstack.demo_people import Staff


async def settings(scene: Scene, tab: str = "", person: Staff | None = None) -> Member:
    member = await scene.member(person)
    await member.goes_to(f"#/locations/{scene.place.location.id}/settings{tab}")
    await expect(member.page.get_by_role("heading", name="Settings").first).to_be_visible()
    return member


async def settings_general(scene: Scene) -> Page:
    member = await settings(scene)
    await expect(member.page.get_by_role("switch", name="Support messaging")).to_be_enabled()
    return member.page


async def settings_edited(scene: Scene) -> Page:
    """The master switch is off in the form, so that messaging is greyed out."""
    page = await settings_general(scene)
    await page.get_by_role("switch", name="Customer portal").click()
    await expect(page.get_by_role("switch", name="Support messaging")).to_be_disabled()
    return await sees(page, "You have unsaved changes")


async def settings_left_unsaved(scene: Scene) -> Page:
    page = await settings_edited(scene)
    await page.evaluate("() => { location.hash = '#/'; }")
    await expect(page.get_by_role("dialog")).to_be_visible()
    return page


async def settings_of_others(scene: Scene) -> Page:
    member = await settings(scene, person=scene.place.somebody("Ben", "Ray"))
    return await sees(member.page, "Only administrators can change the settings of this location.")


async def settings_alerts(scene: Scene) -> Page:
    return await sees((await settings(scene, "/alerts")).page, "Quiet period")


async def settings_new_destination(scene: Scene) -> Page:
    page = await settings_alerts(scene)
    await page.get_by_role("button", name="Add destination").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    return page


async def settings_deliveries(scene: Scene) -> Page:
    return await sees((await settings(scene, "/deliveries")).page, "No alerts yet")


async def some_destinations(scene: Scene) -> None:
    """A webhook that works, one that fails, and an email address that nobody has verified."""
    hooks = scene.place.system.doors.catcher
    wanted = (
        NewDestination(kind=DestinationKind.WEBHOOK, name="Workflows", url=hook_of(scene.place)),
        NewDestination(
            kind=DestinationKind.WEBHOOK, name="Old till", url=f"{hooks}/nobody-is-here"
        ),
        NewDestination(kind=DestinationKind.EMAIL, name="Front desk", address="desk@example.com"),
        NewDestination(kind=DestinationKind.CHAT, name="Crew", url=hook_of(scene.place)),
    )
    async with scene.place.client() as staff:
        for destination in wanted:
            await staff.add_destination(scene.place.location.id, destination)


async def settings_history(scene: Scene) -> Page:
    """Of switches and destinations."""
    await some_destinations(scene)
    await scene.place.switch(PORTAL_OFF)
    member = await settings(scene, "/history")
    return await sees(member.page, "Customer portal turned off")


async def settings_nothing_changed(scene: Scene) -> Page:
    page = await settings_general(scene)
    nothing = '{"items": [], "nextCursor": null}'
    await page.route("**/history*", lambda route: route.fulfill(body=nothing))
    await page.get_by_role("link", name="History").click()
    return await sees(page, "No changes yet")


async def settings_failed(scene: Scene) -> Page:
    """All that the tab about alerts asks for fails."""
    member = await scene.member()
    page = member.page
    await page.route("**/alerts/**", lambda route: route.fulfill(status=503, body=""))
    await opens_the_settings(member, scene.place, "/alerts")
    await sees(page, "Couldn’t load alert settings")
    return await sees(page, "Couldn’t load destinations")


async def settings_destinations(scene: Scene) -> Page:
    """One of each kind; one fails, one is paused."""
    await some_destinations(scene)
    page = await settings_alerts(scene)
    await chooses(page, "Crew", "Pause")
    await expect(card_of(page, "Crew")).to_contain_text("Paused manually.")
    card = card_of(page, "Workflows")
    await card.get_by_role("button", name="Send test").click()
    await expect(card).to_contain_text("Delivered in")
    await card_of(page, "Old till").get_by_role("button", name="Send test").click()
    await expect(card_of(page, "Old till")).to_contain_text("404")
    return page


async def settings_secret(scene: Scene) -> Page:
    page = await settings_alerts(scene)
    await adds(page, "Webhook", "Workflows", hook_of(scene.place))
    return await sees(page, "it is not shown again")


async def settings_deliveries_of_many_fates(scene: Scene) -> Page:
    await some_destinations(scene)
    await some_threads(scene)
    page = (await settings(scene, "/deliveries")).page
    for name, state in (("Workflows", "Sent"), ("Old till", "Failed"), ("Front desk", "Dropped")):
        await sees_delivery(page, name, state)
    return page


async def settings_why(scene: Scene) -> Page:
    page = await settings_deliveries_of_many_fates(scene)
    row = page.locator(".delivery").filter(has_text="Old till").first
    await row.get_by_role("button", name="Why?").click()
    await expect(page.locator(".why")).to_be_visible()
    return page


SETTINGS_STATES = by_name(
    "dashboard",
    (
        *(settings_general, settings_edited, settings_left_unsaved, settings_of_others),
        *(settings_alerts, settings_new_destination, settings_destinations, settings_secret),
        *(settings_deliveries, settings_deliveries_of_many_fates, settings_why),
        *(settings_history, settings_nothing_changed, settings_failed),
    ),
)
