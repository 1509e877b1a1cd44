"""Staff read and answer at the dashboard."""

from browser.people import People
from browser.place import Place


async def test_staff_find_a_customers_message_answer_it_and_see_that_it_was_read(
    place: Place, people: People
) -> None:
    booked = await place.booked("Zoë Lindqvist")
    customer = await people.customer(booked)
    member = await people.member()
    await member.opens_the_inbox()
    await customer.opens_the_link()

    await customer.writes("Is there parking?")
    await member.row_of(booked).click()
    await member.sees_exactly("Is there parking?")
    await member.writes("Yes, behind the pier.")

    await customer.sees_exactly("Is there parking?", "Yes, behind the pier.")
    await member.sees_state("Yes, behind the pier.", "seen")
    assert await place.stored(booked) == ["Is there parking?", "Yes, behind the pier."]
