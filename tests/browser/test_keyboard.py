"""The main tasks of both pages without a mouse: nothing is clicked or filled in from outside."""

from playwright.async_api import Locator, Page, expect

from booking_chat.contracts.values import Switches
from browser.people import People
from browser.place import Place

MOST_TABS = 30


async def tabs_to(page: Page, wanted: Locator) -> None:
    """As often as it takes; fails if Tab never gets there."""
    for _ in range(MOST_TABS):
        if await wanted.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    await expect(wanted).to_be_focused()


async def test_a_customer_writes_two_lines_and_signs_out_by_keyboard_alone(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    customer = await people.customer(booked)
    keyboard = customer.page.keyboard
    await customer.opens_the_link()
    await expect(customer.field).to_be_visible()

    await tabs_to(customer.page, customer.field)
    await keyboard.type("Hello,")
    await keyboard.press("Shift+Enter")
    await keyboard.type("is there parking?")
    await keyboard.press("Enter")
    await expect(customer.page.locator("li[data-seq='1']")).to_be_visible()
    assert await place.stored(booked) == ["Hello,\nis there parking?"]

    await tabs_to(customer.page, customer.page.get_by_role("button", name="Sign out"))
    await keyboard.press("Enter")
    await expect(customer.page.get_by_text("You have signed out")).to_be_visible()


async def test_staff_find_open_answer_and_set_aside_a_conversation_by_keyboard_alone(
    place: Place, people: People
) -> None:
    booked = await place.booked("Zoë Lindqvist")
    other = await place.booked("Haruto Tanaka")
    await place.say(booked, (None, "Is there parking?"))
    await place.say(other, (None, "May we bring a dog?"))
    member = await people.member()
    page, keyboard = member.page, member.page.keyboard
    await member.opens_the_inbox()
    await expect(member.row_of(booked)).to_be_visible()

    await keyboard.press("j")
    await member.sees("May we bring a dog?")
    await keyboard.press("j")
    await member.sees("Is there parking?")
    await keyboard.press("k")
    await member.sees("May we bring a dog?")

    await keyboard.press("/")
    await keyboard.type("Lindqvist")
    await expect(member.row_of(other)).to_have_count(0)
    await tabs_to(page, page.get_by_role("listbox"))
    await keyboard.press("Home")
    await keyboard.press("Enter")
    await expect(member.field).to_be_focused()
    await keyboard.type("Yes, behind the pier.")
    await keyboard.press("Enter")
    await member.sees_exactly("Is there parking?", "Yes, behind the pier.")

    await keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).to_be_focused()
    await keyboard.press("u")
    await expect(page.get_by_text("No conversation selected")).to_be_visible()


async def test_what_can_be_asked_of_messages_is_one_stop_of_tab_and_arrows_go_on_from_there(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "One"), (None, "Two"), (None, "Three"))
    member = await people.member()
    await member.opens(booked)
    await member.sees_exactly("One", "Two", "Three")
    keyboard = member.page.keyboard
    asks = member.page.get_by_role("button", name="Why this alert?")

    await tabs_to(member.page, asks.nth(2))
    await keyboard.press("ArrowUp")
    await expect(asks.nth(1)).to_be_focused()
    await keyboard.press("ArrowUp")
    await keyboard.press("ArrowUp")
    await expect(asks.nth(0)).to_be_focused()
    await keyboard.press("Tab")
    await expect(member.field).to_be_focused()
    await keyboard.press("Shift+Tab")
    await expect(asks.nth(2)).to_be_focused()

    await keyboard.press("Enter")
    await expect(member.page.get_by_role("dialog")).to_be_visible()
    await keyboard.press("Escape")
    await expect(asks.nth(2)).to_be_focused()


async def test_staff_read_the_keys_and_close_them_by_keyboard_alone(people: People) -> None:
    member = await people.member()
    await member.opens_the_inbox()
    await expect(member.page.get_by_text("No conversations yet")).to_be_visible()

    await member.page.keyboard.press("?")
    dialog = member.page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(dialog).to_be_visible()
    await member.page.keyboard.press("Escape")

    await expect(dialog).to_have_count(0)


async def test_an_administrator_switches_messaging_off_by_keyboard_alone(
    place: Place, people: People
) -> None:
    member = await people.member()
    await member.opens_the_inbox()
    page, keyboard = member.page, member.page.keyboard
    await expect(page.get_by_text("No conversations yet")).to_be_visible()

    await tabs_to(page, page.get_by_role("link", name="Settings"))
    await keyboard.press("Enter")
    messaging = page.get_by_role("switch", name="Support messaging")
    await expect(messaging).to_be_enabled()
    await tabs_to(page, messaging)
    await keyboard.press("Space")
    await tabs_to(page, page.get_by_role("button", name="Save Changes"))
    await keyboard.press("Enter")

    await expect(page.get_by_text("Saved.")).to_be_visible()
    async with place.client() as staff:
        saved, _ = await staff.settings(place.location.id)
    assert Switches(
        portal_enabled=saved.portal_enabled, support_messaging=saved.support_messaging
    ) == Switches(portal_enabled=True)
