"""What the platform changes about a booking shows on pages that stand open, without a reload."""

from playwright.async_api import expect

from booking_chat.contracts.values import BookingStatus
from browser.people import People
from browser.place import Place
from browser.visits import sees_page


async def test_a_booking_that_is_canceled_and_renamed_shows_so_everywhere(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello"))
    customer, member = await people.customer(booked), await people.member()
    await customer.opens_the_link()
    await member.opens(booked)
    for talk in (customer, member):
        await talk.sees_exactly("Hello")
        await expect(talk.page.get_by_text("Confirmed").first).to_be_visible()

    await place.change(booked, status=BookingStatus.CANCELED, activity_name="Sunrise sail")

    await sees_page(customer.page, "Sunrise sail")
    await expect(customer.page).to_have_title("Sunrise sail")
    shown = [
        customer.page.locator("header.booking"),
        member.row_of(booked),
        member.page.locator(".thread-head"),
        member.page.locator(".details"),
    ]
    for each in shown:
        await expect(each).to_contain_text("Canceled")
        await expect(each).to_contain_text("Sunrise sail")
    await customer.writes("Why?")
    await member.sees_exactly("Hello", "Why?")


async def test_a_booking_that_is_withdrawn_can_be_read_and_both_sides_are_told_why_not_more(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello"))
    customer, member = await people.customer(booked), await people.member()
    await customer.opens_the_link()
    await member.opens(booked)
    for talk in (customer, member):
        await expect(talk.field).to_be_visible()

    await place.withdraw(booked)

    for talk in (customer, member):
        await expect(talk.page.get_by_text("The booking no longer exists.")).to_be_visible()
        await expect(talk.field).to_have_count(0)
        await talk.sees_exactly("Hello")
    await expect(customer.page.locator("header.booking")).to_contain_text("Removed")
    await expect(member.row_of(booked)).to_contain_text("Removed")


async def test_a_link_of_a_booking_opens_its_conversation_and_begins_one_where_there_is_none(
    place: Place, people: People
) -> None:
    talked, silent = await place.booked("Ben Ray"), await place.booked("Zoë Lindqvist")
    await place.say(talked, (None, "Hello"))
    member = await people.member()

    await member.goes_to(f"#/bookings/{talked.booking.booking_id}")
    await member.sees_exactly("Hello")

    await member.goes_to(f"#/bookings/{silent.booking.booking_id}")
    await expect(member.page.locator(".thread-head h2")).to_contain_text("Zoë Lindqvist")
    await member.writes("We look forward to seeing you")
    await member.sees_exactly("We look forward to seeing you")

    await member.goes_to("#/bookings/no-such-booking")
    await sees_page(member.page, "This booking’s conversation can’t be opened")


async def test_a_booking_that_becomes_a_draft_again_is_not_open_any_more(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello"))
    customer = await people.customer(booked)
    await customer.opens_the_link()
    await customer.sees_exactly("Hello")

    await place.change(booked, status=BookingStatus.DRAFT)

    await sees_page(customer.page, "Your booking isn’t complete yet")
    await expect(customer.rows).to_have_count(0)
