"""Every state of the customer page that PAGES and its own texts know."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Page, expect

from booking_chat.contracts.values import BookingStatus, Customer, Switches
from browser.odd_browsers import altered
from browser.place import Booked
from browser.scene import Scene, by_name, never_answered

MESSAGING_OFF = Switches(portal_enabled=True)
PORTAL_OFF = Switches()
NO_DATES = """
const get = Headers.prototype.get;
Headers.prototype.get = function (name) { return name === 'Date' ? null : get.call(this, name); };
"""
"""Takes the moment of answers away from a page, which goes by its device's clock then."""
TOO_LONG = "This has become a rather long question. " * 101


async def talked(scene: Scene) -> Booked:
    """A booking whose customer and staff have written to each other."""
    place = scene.place
    booked = await place.booked()
    marta = place.somebody("Marta", "Costa")
    await place.say(
        booked,
        (None, "Hello! Is there a place to leave two suitcases before the sail?"),
        (marta, "Hi Zoë! Yes, our office at the pier is open from 9:00 and it is free."),
        (marta, "You find it here: https://example.com/pier"),
        (None, "Perfect, thank you 😊\nMay we come a little early?"),
        (place.administrator, "No problem at all. See you on Friday!"),
    )
    return booked


async def conversation(scene: Scene) -> Page:
    customer = await scene.customer(await talked(scene))
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await customer.writes("Looking forward to it!")
    await customer.sees_state("Looking forward to it!", "stored")
    return customer.page


async def seen_by_staff(scene: Scene) -> Page:
    booked = await talked(scene)
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await customer.writes("One more thing: may we bring a dog?")
    await customer.sees_state("One more thing: may we bring a dog?", "stored")
    async with scene.place.client() as staff:
        await staff.read(booked.thread_id, 6)
    await customer.sees_state("One more thing: may we bring a dog?", "seen")
    return customer.page


async def yesterday(scene: Scene) -> Page:
    """What was written today is looked at tomorrow, as far as the page can tell."""
    customer = await scene.customer(await talked(scene))
    await customer.page.add_init_script(NO_DATES)
    await customer.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=1))
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("Yesterday", exact=True)).to_be_visible()
    return customer.page


async def empty(scene: Scene) -> Page:
    customer = await scene.customer(await scene.place.booked(status=BookingStatus.PENDING))
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("No messages yet")).to_be_visible()
    return customer.page


async def canceled_booking(scene: Scene) -> Page:
    customer = await scene.customer(await scene.place.booked(status=BookingStatus.CANCELED))
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("Canceled")).to_be_visible()
    return customer.page


async def unknown_status(scene: Scene) -> Page:
    """One that only the booking platform has."""
    customer = await scene.customer(await scene.place.booked(status="no_show"))
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("no_show")).to_be_visible()
    await expect(customer.field).to_be_visible()
    return customer.page


async def withdrawn_booking(scene: Scene) -> Page:
    booked = await talked(scene)
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await scene.place.withdraw(booked)
    await expect(customer.page.get_by_text("The booking no longer exists.")).to_be_visible()
    return customer.page


async def location_that_says_who_it_is(scene: Scene) -> Page:
    booked = await talked(scene)
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await scene.place.introduce(
        name="Lisbon River Tours",
        colour="#0a7d6b",
        contact=("Doca de Belém 4, Lisboa", "+351 210 000 000", "hello@lisbon-river.example"),
    )
    await expect(customer.page.get_by_text("+351 210 000 000")).to_be_visible()
    await customer.reloads()
    await expect(customer.page.get_by_text("+351 210 000 000")).to_be_visible()
    return customer.page


async def message_not_shown(scene: Scene) -> Page:
    """Something is wrong with one message."""
    scene.people.expect("could not be shown")
    customer = await scene.customer(await talked(scene))

    def break_one(body: dict[str, Any]) -> None:
        body["conversation"]["messages"][1]["text"] = None

    await altered(customer.page, "**/api/session?*", break_one)
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("This message can’t be shown")).to_be_visible()
    return customer.page


async def loading(scene: Scene) -> Page:
    customer = await scene.customer(await scene.place.booked())
    await never_answered(customer.page, "**/api/session*")
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("Loading…")).to_be_attached()
    return customer.page


async def unreachable(scene: Scene) -> Page:
    customer = await scene.customer(await scene.place.booked())
    await customer.page.route("**/api/**", lambda route: route.abort())
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("No connection")).to_be_visible()
    return customer.page


async def messaging_off(scene: Scene) -> Page:
    booked = await talked(scene)
    await scene.place.switch(MESSAGING_OFF)
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await expect(customer.page.get_by_text("Messaging is off")).to_be_visible()
    await expect(customer.field).to_have_count(0)
    return customer.page


async def messaging_off_and_empty(scene: Scene) -> Page:
    booked = await scene.place.booked()
    await scene.place.switch(MESSAGING_OFF)
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await expect(customer.page.get_by_text("Messaging is off")).to_be_visible()
    return customer.page


async def offline(scene: Scene) -> Page:
    customer = await scene.customer(await talked(scene))
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await customer.goes_offline()
    await customer.writes("I am writing this in a tunnel.")
    await expect(customer.page.get_by_text("You are offline.")).to_be_visible()
    await customer.sees_state("I am writing this in a tunnel.", "failed")
    return customer.page


async def leaving_with_unsent_messages(scene: Scene) -> Page:
    page = await offline(scene)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    return page


async def connection_lost(scene: Scene) -> Page:
    """Back online, but the gateway does not answer."""
    customer = await scene.customer(await talked(scene))
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await customer.goes_offline()
    await expect(customer.page.get_by_text("You are offline.")).to_be_visible()
    await customer.page.route("**/api/**", lambda route: route.abort())
    await customer.comes_back_online()
    await expect(customer.page.get_by_text("Connection lost. Reconnecting…")).to_be_visible()
    return customer.page


async def refused_message(scene: Scene) -> Page:
    """Messaging is switched off while a message is on its way."""
    booked = await talked(scene)
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await customer.sees("No problem at all. See you on Friday!")
    await customer.page.route(
        "**/api/conversation/messages",
        lambda route: route.fulfill(
            status=403,
            content_type="application/problem+json",
            body='{"type":"/problems/messaging-disabled","title":"Messaging is off.","status":403}',
        ),
    )
    await customer.writes("Can we still change the date?")
    await expect(customer.page.get_by_text("Messaging was turned off.")).to_be_visible()
    return customer.page


async def too_long(scene: Scene) -> Page:
    customer = await scene.customer(await talked(scene))
    await customer.opens_the_link()
    await customer.field.fill(TOO_LONG)
    await expect(customer.page.get_by_text("characters too many")).to_be_visible()
    return customer.page


async def new_below(scene: Scene) -> Page:
    """Scrolled up, somebody answers."""
    place = scene.place
    booked = await place.booked()
    await place.say(booked, *((None, f"Question number {n}?") for n in range(1, 31)))
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await customer.sees("Question number 30?")
    await customer.page.get_by_text("Question number 30?").hover()
    await customer.page.mouse.wheel(0, -600)
    await place.say(booked, (place.administrator, "So many questions!"))
    await expect(customer.page.get_by_role("button", name="1 new")).to_be_visible()
    return customer.page


async def strange_text(scene: Scene) -> Page:
    """Markup, controls, overrides, joiners: text is text."""
    place = scene.place
    booked = await place.booked("<b>Mallory</b>")
    await place.say(
        booked,
        (None, "<script>alert(1)</script> <img src=x onerror=alert(2)> &amp; &lt;b&gt;"),
        (None, "left \u202eright\u202c left, a\u200db, \u0007 and \u001b[31m"),
        (None, "👩‍👩‍👧‍👦🏳️‍🌈" * 12),
        (None, "javascript:alert(3) http://plain.example https://secure.example/a?b=c"),
        (None, "W" * 300),
        (place.somebody("مريم", "حداد"), "مرحبا، نراكم يوم السبت 😊"),
    )
    customer = await scene.customer(booked)
    await customer.opens_the_link()
    await customer.sees("مرحبا، نراكم يوم السبت 😊")
    return customer.page


async def right_to_left(scene: Scene) -> Page:
    """A reader of Arabic."""
    place = scene.place
    booked = await place.booked(
        customer=Customer(customer_id="customer-1", name="ليلى حداد"),
        activity_name="رحلة شراعية عند الغروب",
    )
    await place.say(
        booked,
        (None, "مرحبا، هل يمكننا إحضار طفل عمره ثلاث سنوات؟"),
        (place.administrator, "أهلاً ليلى! نعم، بالتأكيد. لدينا سترات نجاة للأطفال"),
        (None, "شكرًا جزيلاً! نراكم يوم السبت 😊"),
    )
    customer = await scene.customer(booked, locale="ar")
    await customer.opens_the_link()
    await customer.sees("شكرًا جزيلاً! نراكم يوم السبت 😊")
    return customer.page


CUSTOMER_STATES = by_name(
    "customer",
    (
        *(conversation, seen_by_staff, yesterday, empty, canceled_booking, loading, unreachable),
        *(messaging_off, messaging_off_and_empty, offline, connection_lost, refused_message),
        *(leaving_with_unsent_messages, too_long, new_below, strange_text, right_to_left),
        *(unknown_status, withdrawn_booking, location_that_says_who_it_is, message_not_shown),
    ),
)
