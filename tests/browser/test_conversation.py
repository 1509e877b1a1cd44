"""A conversation in real browsers: the customer's and those of staff show the same, live."""

from browser.people import People
from browser.place import Place


async def test_what_either_side_writes_is_on_the_other_sides_screen_in_one_order(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    customer = await people.customer(booked)
    member = await people.member()
    await customer.opens_the_link()
    await customer.writes("Is there parking?")
    await customer.sees_state("Is there parking?", "stored")
    await member.opens(booked)
    await member.sees("Is there parking?")

    await member.writes("Yes, behind the pier.")
    await customer.sees("Yes, behind the pier.")
    await customer.writes("How much is it?", "And may we stay until midnight?")
    await member.sees("And may we stay until midnight?")
    await member.writes("It is free, all night.")

    texts = [
        "Is there parking?",
        "Yes, behind the pier.",
        "How much is it?",
        "And may we stay until midnight?",
        "It is free, all night.",
    ]
    await customer.sees_exactly(*texts)
    await member.sees_exactly(*texts)
    await member.sees_state("It is free, all night.", "seen")
    await customer.sees_state("And may we stay until midnight?", "seen")
    assert await place.stored(booked) == texts


async def test_two_members_of_staff_and_a_customer_at_once_see_the_same_and_who_wrote_what(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello, is anybody there?"))
    customer = await people.customer(booked)
    ana = await people.member()
    ben = await people.member(place.somebody("Ben", "Ray"))
    await customer.opens_the_link()
    await ana.opens(booked)
    await ben.opens(booked)
    for everybody in (customer, ana, ben):
        await everybody.sees("Hello, is anybody there?")

    await ana.writes("Yes, I am.")
    await ben.writes("So am I.")
    await customer.writes("Two of you, how nice!")

    shown = await customer.sees_all_stored(4)
    assert sorted(shown) == sorted(
        ["Hello, is anybody there?", "Yes, I am.", "So am I.", "Two of you, how nice!"]
    )
    assert await ana.sees_all_stored(4) == shown
    assert await ben.sees_all_stored(4) == shown
    assert await place.stored(booked) == shown
    for everybody in (customer, ana, ben):
        await everybody.sees_written_by("Ana Ferreira", "Yes, I am.")
        await everybody.sees_written_by("Ben Ray", "So am I.")
