"""Administrators look after the switches of their location; others look at them."""

from playwright.async_api import expect

from booking_chat.contracts.values import Switches
from browser.accessibility import barriers
from browser.alert_settings import opens_the_settings
from browser.people import People
from browser.place import Place

ADMIN = "administrator"


async def test_switches_are_saved_with_their_history_and_edits_are_not_lost_by_accident(
    place: Place, people: People
) -> None:
    member = await people.member()
    page = member.page
    await opens_the_settings(member, place)
    await page.get_by_role("switch", name="Customer portal").uncheck()
    await expect(page.get_by_role("switch", name="Support messaging")).to_be_disabled()
    assert await barriers(page) == []

    await page.get_by_role("link", name="Inbox").first.click()
    await expect(page.get_by_role("dialog")).to_contain_text("You have unsaved changes")
    assert await barriers(page) == []
    await page.get_by_role("button", name="Keep editing").click()
    await page.get_by_role("button", name="Save Changes").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()

    async with place.client() as client:
        settings, _ = await client.settings(place.location.id)
    assert Switches(
        portal_enabled=settings.portal_enabled, support_messaging=settings.support_messaging
    ) == Switches(portal_enabled=False, support_messaging=True)
    await page.get_by_role("link", name="History").click()
    await expect(page.get_by_text("Customer portal turned off")).to_be_visible()
    assert await barriers(page) == []


async def test_whoever_is_no_administrator_sees_and_changes_nothing(
    place: Place, people: People
) -> None:
    member = await people.member(place.somebody("Ben", "Ray"))
    await opens_the_settings(member, place)

    await expect(member.page.get_by_role("switch", name="Customer portal")).to_be_disabled()
    await expect(member.page.get_by_role("button", name="Save Changes")).to_have_count(0)
    assert await barriers(member.page) == []


async def test_of_two_administrators_the_later_one_is_told_and_decides(
    place: Place, people: People
) -> None:
    """Saving in view of an older version changes nothing until somebody has chosen."""
    ana, ben = await people.member(), await people.member(place.somebody("Ben", "Ray", ADMIN))
    for member in (ana, ben):
        await opens_the_settings(member, place)
        await expect(member.page.get_by_role("switch", name="Support messaging")).to_be_enabled()
    await ben.page.get_by_role("switch", name="Support messaging").uncheck()

    await ana.page.get_by_role("switch", name="Customer portal").uncheck()
    await ana.page.get_by_role("button", name="Save Changes").click()
    await expect(ana.page.get_by_text("Saved.")).to_be_visible()

    await expect(ben.page.get_by_text("Someone else changed this.")).to_be_visible()
    await expect(ben.page.get_by_role("button", name="Save Changes")).to_be_disabled()
    assert await barriers(ben.page) == []
    await ben.page.get_by_role("button", name="Keep my changes").click()
    await ben.page.get_by_role("button", name="Save Changes").click()
    await expect(ben.page.get_by_text("Saved.")).to_be_visible()
    async with place.client() as client:
        saved, _ = await client.settings(place.location.id)
    assert (saved.portal_enabled, saved.support_messaging) == (True, False)
    await expect(ana.page.get_by_role("switch", name="Customer portal")).to_be_checked()
    await expect(ana.page.get_by_role("switch", name="Support messaging")).not_to_be_checked()
