"""The settings' tabs about alerts, as an administrator works them."""

from playwright.async_api import Locator, Page, expect

from browser.people import Member
from browser.place import Place

PATIENCE_MILLISECONDS = 30_000
ALERTS = "/alerts"


async def opens_the_settings(member: Member, place: Place, tab: str = "") -> None:
    await member.goes_to(f"#/locations/{place.location.id}/settings{tab}")


def hook_of(place: Place) -> str:
    """Where the development stack's catcher takes this location's webhooks."""
    return f"{place.system.doors.catcher}/hooks/{place.location.id}"


def card_of(page: Page, name: str) -> Locator:
    """A destination, by its name."""
    return page.locator(".destination").filter(has=page.get_by_role("heading", name=name))


async def adds(page: Page, kind: str, name: str, where: str) -> None:
    """Fills in the dialog for a new destination and sends it."""
    await page.get_by_role("button", name="Add destination").click()
    await page.get_by_role("radio", name=kind).check(force=True)
    await page.get_by_role("dialog").get_by_role("textbox", name="Name").fill(name)
    await address_field(page).fill(where)
    await page.get_by_role("button", name="Add", exact=True).click()


async def adds_a_webhook(page: Page, name: str, url: str) -> str:
    """Returns its secret, as it was shown."""
    await adds(page, "Webhook", name, url)
    return await reads_the_secret(page)


async def reads_the_secret(page: Page) -> str:
    """And closes the dialog that shows it."""
    secret = page.get_by_role("dialog").locator(".secret code")
    await expect(secret).to_contain_text("whsec_")
    shown = await secret.inner_text()
    await page.get_by_role("button", name="I’ve copied it").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    return shown


def address_field(page: Page) -> Locator:
    """Whatever it is called for this kind of destination."""
    return page.get_by_role("dialog").locator('input[type="text"]').nth(1)


async def chooses(page: Page, name: str, item: str) -> None:
    """From the menu of a destination."""
    await page.get_by_role("button", name=f"More actions for {name}").click()
    await page.get_by_role("menuitem", name=item).click()


async def sees_delivery(page: Page, words: str, state: str) -> Locator:
    """The newest delivery with these words that stands like that; asks until there is one.

    Which of several is the newest is not known: what is read soon after it came may be dropped.
    """
    row = page.locator(".delivery").filter(has_text=words).filter(has_text=state).first
    for _ in range(60):
        if await row.count() > 0:
            break
        await page.get_by_role("button", name="Refresh").click()
        await page.wait_for_timeout(500)
    await expect(row).to_be_visible()
    return row
