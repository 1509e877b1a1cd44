"""Two bookings in two tabs of one browser: both go on, and neither knows of the other."""

from playwright.async_api import Page, expect

from browser.people import Customer, People
from browser.place import Booked, Place
from browser.visits import a_visit, sees_page, shows_nothing_of


async def in_another_tab(customer: Customer, booked: Booked) -> Customer:
    """The same browser, and the same cookies."""
    page: Page = await customer.page.context.new_page()
    other = Customer(page, booked)
    await other.opens_the_link()
    return other


async def test_both_tabs_go_on_and_stay_what_they_are_after_a_reload(
    place: Place, people: People
) -> None:
    tiles = await place.booked(activity_name="Tile class")
    dolphins = await place.booked(activity_name="Dolphin watching")
    one = await a_visit(people, tiles)
    await sees_page(one.page, "Tile class")
    other = await in_another_tab(one, dolphins)
    await sees_page(other.page, "Dolphin watching")

    await one.writes("About the tiles")
    await other.writes("About the dolphins")
    await one.sees_state("About the tiles", "stored")
    await other.sees_state("About the dolphins", "stored")
    for tab in (one, other):
        await tab.reloads()

    for tab, own, others in ((one, "tiles", "dolphins"), (other, "dolphins", "tiles")):
        await tab.sees_exactly(f"About the {own}")
        await expect(tab.page.get_by_text(f"About the {others}")).to_have_count(0)
    await shows_nothing_of(one.page, dolphins)
    await shows_nothing_of(other.page, tiles)


async def test_live_messages_go_to_their_own_tab(place: Place, people: People) -> None:
    tiles = await place.booked(activity_name="Tile class")
    dolphins = await place.booked(activity_name="Dolphin watching")
    for booked in (tiles, dolphins):
        await place.say(booked, (None, "Hello"))
    one = await a_visit(people, tiles)
    await one.sees_exactly("Hello")
    other = await in_another_tab(one, dolphins)
    await other.sees_exactly("Hello")

    await place.say(tiles, (place.administrator, "Bring old clothes"))
    await place.say(dolphins, (place.administrator, "Bring a coat"))

    await one.sees_exactly("Hello", "Bring old clothes")
    await other.sees_exactly("Hello", "Bring a coat")


async def test_signing_out_of_one_leaves_the_other(place: Place, people: People) -> None:
    tiles = await place.booked(activity_name="Tile class")
    dolphins = await place.booked(activity_name="Dolphin watching")
    one = await a_visit(people, tiles)
    await sees_page(one.page, "Tile class")
    other = await in_another_tab(one, dolphins)
    await sees_page(other.page, "Dolphin watching")

    await one.page.get_by_role("button", name="Sign out").click()
    await sees_page(one.page, "You have signed out")
    await one.reloads()
    await other.reloads()

    await sees_page(one.page, "Open the link from your email")
    await shows_nothing_of(one.page, dolphins)
    await sees_page(other.page, "Dolphin watching")
    await other.writes("Still here")
    await other.sees_exactly("Still here")
