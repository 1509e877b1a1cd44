"""Administrators look after their location: switches, where alerts go, and what became of them."""

from playwright.async_api import expect

from booking_chat.contracts.values import Switches
from browser.accessibility import barriers
from browser.people import Member, People
from browser.place import Place

PATIENCE_MILLISECONDS = 30_000


async def opens_the_settings(member: Member, place: Place, tab: str = "") -> None:
    doors = place.system.doors
    await member.page.goto(f"{doors.dashboard}/#/locations/{place.location.id}/settings{tab}")


async def test_switches_are_saved_with_their_history_and_edits_are_not_lost_by_accident(
    place: Place, people: People
) -> None:
    member = await people.member()
    page = member.page
    await opens_the_settings(member, place)
    await page.get_by_role("switch", name="Customer portal").uncheck()
    await expect(page.get_by_role("switch", name="Support messaging")).to_be_disabled()
    assert await barriers(page) == []

    await page.get_by_role("link", name="Conversations").first.click()
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
    await expect(page.get_by_text("Customer portal switched off")).to_be_visible()
    assert await barriers(page) == []


async def test_whoever_is_no_administrator_sees_and_changes_nothing(
    place: Place, people: People
) -> None:
    member = await people.member(place.somebody("Ben", "Ray"))
    await opens_the_settings(member, place)

    await expect(member.page.get_by_role("switch", name="Customer portal")).to_be_disabled()
    await expect(member.page.get_by_role("button", name="Save Changes")).to_have_count(0)
    assert await barriers(member.page) == []


async def test_a_webhook_hears_of_messages_and_its_fate_can_be_looked_up(
    place: Place, people: People
) -> None:
    booked = await place.booked("Zoë Lindqvist")
    member = await people.member()
    page = member.page
    await opens_the_settings(member, place, "/alerts")
    await page.get_by_role("button", name="Add destination").click()
    await page.get_by_role("radio", name="Webhook").check(force=True)
    await page.get_by_role("textbox", name="Name").fill("Front desk")
    await page.get_by_role("textbox", name="Address").fill("not an address")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("textbox", name="Address")).to_have_attribute(
        "aria-invalid", "true"
    )
    assert await barriers(page) == []

    hook = f"{place.system.doors.catcher}/hooks/{place.location.id}"
    await page.get_by_role("textbox", name="Address").fill(hook)
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("whsec_")).to_be_visible()
    assert await barriers(page) == []
    await page.get_by_role("button", name="I have copied it").click()
    await expect(page.get_by_text("whsec_")).to_have_count(0)
    await page.get_by_role("button", name="Send test").click()
    await expect(page.get_by_text("Delivered in")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    assert await barriers(page) == []

    await place.say(booked, (None, "Is there parking?"))
    await page.get_by_role("link", name="Deliveries").click()
    row = page.get_by_role("listitem").filter(has_text="Front desk")
    refresh = page.get_by_role("button", name="Refresh")
    for _ in range(30):
        if await row.filter(has_text="Sent").count() > 0:
            break
        await refresh.click()
        await page.wait_for_timeout(500)
    await expect(row).to_contain_text("Sent")
    assert await barriers(page) == []

    await row.get_by_role("button", name="Why?").click()
    await expect(page.get_by_role("dialog").get_by_text("Front desk").first).to_be_visible()
    assert await barriers(page) == []


async def test_an_email_address_gets_nothing_before_it_was_verified_and_can_be_deleted(
    place: Place, people: People
) -> None:
    member = await people.member()
    page = member.page
    await opens_the_settings(member, place, "/alerts")
    await page.get_by_role("button", name="Add destination").click()
    await page.get_by_role("textbox", name="Name").fill("Desk")
    await page.get_by_role("textbox", name="Email address").fill("desk@example.com")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("Not verified")).to_be_visible()
    await expect(page.get_by_role("button", name="Send test")).to_be_disabled()
    assert await barriers(page) == []

    await page.get_by_role("button", name="More for Desk").click()
    await page.get_by_role("menuitem", name="Send the verification email again").click()
    await expect(page.get_by_text("A link was sent a moment ago.")).to_be_visible()
    await page.get_by_role("button", name="More for Desk").click()
    assert await barriers(page) == []
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.get_by_text("No destinations yet")).to_be_visible()
