"""Administrators say where alerts go, try it out, and look up what became of them."""

import pytest
from playwright.async_api import Page, expect
from standardwebhooks.webhooks import Webhook

from browser.accessibility import barriers
from browser.alert_settings import (
    ALERTS,
    PATIENCE_MILLISECONDS,
    address_field,
    adds,
    adds_a_webhook,
    card_of,
    chooses,
    hook_of,
    opens_the_settings,
    reads_the_secret,
    sees_delivery,
)
from browser.people import People
from browser.place import PATIENCE_SECONDS, Place
from devstack.catcher.hooks import CaughtHook
from devstack.client import CatcherClient
from devstack.waiting import comes_true

ADMIN = "administrator"


@pytest.fixture
async def page(place: Place, people: People) -> Page:
    """An administrator's, at the tab about alerts."""
    member = await people.member()
    await opens_the_settings(member, place, ALERTS)
    return member.page


async def test_a_webhook_hears_of_messages_and_its_fate_can_be_looked_up(
    place: Place, page: Page
) -> None:
    booked = await place.booked("Zoë Lindqvist")
    await adds(page, "Webhook", "Front desk", "not an address")
    await expect(address_field(page)).to_have_attribute("aria-invalid", "true")
    assert await barriers(page) == []

    await address_field(page).fill(hook_of(place))
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("whsec_")).to_be_visible()
    assert await barriers(page) == []
    await reads_the_secret(page)
    await page.get_by_role("button", name="Send test").click()
    await expect(page.get_by_text("Delivered in")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    assert await barriers(page) == []

    await place.say(booked, (None, "Is there parking?"))
    await page.get_by_role("link", name="Delivery log").click()
    row = await sees_delivery(page, "Front desk", "Sent")
    assert await barriers(page) == []

    await row.get_by_role("button", name="Why?").click()
    await expect(page.get_by_role("dialog").get_by_text("Front desk").first).to_be_visible()
    assert await barriers(page) == []


async def test_a_new_secret_is_shown_once_and_both_sign_for_a_day(place: Place, page: Page) -> None:
    first = await adds_a_webhook(page, "Front desk", hook_of(place))

    await chooses(page, "Front desk", "New secret")
    assert await barriers(page) == []
    await page.get_by_role("button", name="New secret").click()
    await expect(page.get_by_role("dialog")).to_contain_text("The previous secret works until")
    second = await reads_the_secret(page)
    await expect(card_of(page, "Front desk")).to_contain_text("The previous secret works until")
    await page.get_by_role("button", name="Send test").click()
    await expect(page.get_by_text("Delivered in")).to_be_visible(timeout=PATIENCE_MILLISECONDS)

    assert first != second
    (sample,) = await caught(place, 1)
    for secret in (first, second):
        Webhook(secret).verify(sample.body, sample.headers)


async def test_what_failed_is_sent_again_once_the_address_was_put_right(
    place: Place, page: Page
) -> None:
    booked = await place.booked("Zoë Lindqvist")
    await adds_a_webhook(page, "Front desk", f"{place.system.doors.catcher}/nobody-is-here")
    await place.say(booked, (None, "Is there parking?"))
    await page.get_by_role("link", name="Delivery log").click()
    # The third attempt comes after minutes, so nothing but the administrator sends it again.
    await sees_delivery(page, "Front desk", "2 attempts so far.")
    assert await barriers(page) == []

    await page.get_by_role("link", name="Alerts").click()
    await expect(card_of(page, "Front desk")).to_contain_text("Failing since")
    await chooses(page, "Front desk", "Edit")
    await address_field(page).fill(hook_of(place))
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(card_of(page, "Front desk")).to_contain_text(hook_of(place))
    await page.get_by_role("link", name="Delivery log").click()
    await page.get_by_role("button", name="Resend failed alerts").click()
    assert await barriers(page) == []
    await page.get_by_role("dialog").get_by_role("button", name="Resend").click()

    await expect(page.get_by_text("Resending 1 alert.")).to_be_visible()
    await sees_delivery(page, "Front desk", "Sent")
    (hook,) = await caught(place, 1)
    assert "Is there parking?" in hook.body


async def test_a_paused_destination_gets_nothing_by_hand_either_until_it_is_resumed(
    place: Place, page: Page
) -> None:
    booked = await place.booked("Zoë Lindqvist")
    await adds_a_webhook(page, "Front desk", hook_of(place))
    await place.say(booked, (None, "Is there parking?"))
    await caught(place, 1)
    await chooses(page, "Front desk", "Pause")
    await expect(card_of(page, "Front desk")).to_contain_text("Paused manually.")
    assert await barriers(page) == []

    await page.get_by_role("link", name="Delivery log").click()
    row = await sees_delivery(page, "Front desk", "Sent")
    await row.get_by_role("button", name="Resend").click()
    await expect(page.get_by_text("The destination is paused.")).to_be_visible()
    await page.get_by_role("link", name="Alerts").click()
    await chooses(page, "Front desk", "Resume")
    await expect(card_of(page, "Front desk")).to_contain_text("Active")
    await page.get_by_role("link", name="Delivery log").click()
    await row.get_by_role("button", name="Resend").click()

    await expect(page.get_by_text("Resending now.")).to_be_visible()
    first, again = await caught(place, 2)
    assert first.headers["webhook-id"] == again.headers["webhook-id"]
    assert first.body == again.body


async def test_an_email_address_gets_nothing_before_it_was_verified_and_can_be_deleted(
    place: Place, people: People, page: Page
) -> None:
    address = f"desk-{place.location.id}@example.com"
    await adds(page, "Email", "Desk", address)
    await expect(page.get_by_text("Not verified")).to_be_visible()
    await expect(page.get_by_role("button", name="Send test")).to_be_disabled()
    assert await barriers(page) == []
    await chooses(page, "Desk", "Resend verification email")
    await expect(page.get_by_text("A link was sent a moment ago.")).to_be_visible()

    receiver = await people.page()
    await receiver.goto(await verification_link(place, address))
    assert await barriers(receiver) == []
    await receiver.get_by_role("button").click()
    await expect(receiver.get_by_text(f"{address} is confirmed")).to_be_visible()
    assert await barriers(receiver) == []
    await page.reload()
    await expect(card_of(page, "Desk")).to_contain_text("Active")

    await page.get_by_role("button", name="More actions for Desk").click()
    assert await barriers(page) == []
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.get_by_text("No destinations yet")).to_be_visible()


async def test_a_chat_rooms_address_is_a_secret_that_is_never_shown_again(
    place: Place, page: Page
) -> None:
    booked = await place.booked("Zoë Lindqvist")
    await adds(page, "Chat room", "Crew", hook_of(place))
    await expect(card_of(page, "Crew")).to_contain_text("Active")
    await expect(page.get_by_text(hook_of(place))).to_have_count(0)
    await chooses(page, "Crew", "Edit")
    await expect(address_field(page)).to_have_value("")
    await page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("The crew")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(card_of(page, "The crew")).to_be_visible()

    await place.say(booked, (None, "Is there <b>parking</b> & a bar?"))

    (told,) = await caught(place, 1)
    assert "Is there &lt;b&gt;parking&lt;/b&gt; &amp; a bar?" in told.body


async def test_how_much_to_tell_is_saved_as_it_was_set_and_bad_numbers_are_pointed_at(
    page: Page,
) -> None:
    await page.get_by_label("Quiet period").fill("5")
    await page.get_by_label("Daily limit").fill("20")
    await page.get_by_role("switch", name="Quiet hours").check()
    await page.get_by_label("Time zone").select_option("Asia/Tokyo")
    await page.get_by_label("Language").select_option("Arabic")
    await page.get_by_label("From", exact=True).fill("21:30")
    await page.get_by_role("switch", name="Emails to customers").uncheck()
    await page.get_by_label("Sender name").fill("Lisbon River Tours")
    assert await barriers(page) == []
    await page.get_by_role("button", name="Save Changes").click()
    await expect(page.get_by_label("Quiet period")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Quiet period")).to_be_focused()
    assert await barriers(page) == []

    await page.get_by_label("Quiet period").fill("60")
    await page.get_by_role("button", name="Save Changes").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    await page.reload()

    await expect(page.get_by_label("Quiet period")).to_have_value("60")
    await expect(page.get_by_label("Daily limit")).to_have_value("20")
    await expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    await expect(page.get_by_label("Language")).to_have_value("ar")
    await expect(page.get_by_label("From", exact=True)).to_have_value("21:30")
    await expect(page.get_by_label("To", exact=True)).to_have_value("07:00")
    await expect(page.get_by_role("switch", name="Emails to customers")).not_to_be_checked()
    await expect(page.get_by_label("Sender name")).to_have_value("Lisbon River Tours")


async def test_a_destination_that_somebody_else_changed_is_shown_anew_before_it_is_changed(
    place: Place, people: People
) -> None:
    ana, ben = await people.member(), await people.member(place.somebody("Ben", "Ray", ADMIN))
    await opens_the_settings(ana, place, ALERTS)
    await adds_a_webhook(ana.page, "Front desk", hook_of(place))
    await opens_the_settings(ben, place, ALERTS)
    await expect(card_of(ben.page, "Front desk")).to_contain_text("Active")

    await chooses(ana.page, "Front desk", "Pause")
    await expect(card_of(ana.page, "Front desk")).to_contain_text("Paused manually.")
    await chooses(ben.page, "Front desk", "Pause")

    await expect(ben.page.get_by_text("Someone else changed this destination.")).to_be_visible()
    await expect(card_of(ben.page, "Front desk")).to_contain_text("Paused manually.")


async def caught(place: Place, count: int) -> list[CaughtHook]:
    """What the location's webhook was called with, once that is so many calls."""
    found: list[CaughtHook] = []
    async with CatcherClient(place.system.doors.catcher) as catcher:

        async def are_there() -> bool:
            found[:] = await catcher.hooks(place.location.id)
            return len(found) >= count

        assert await comes_true(are_there, PATIENCE_SECONDS)
    return found


async def verification_link(place: Place, address: str) -> str:
    """Out of the email that a new address gets."""
    links: list[str] = []
    async with CatcherClient(place.system.doors.catcher) as catcher:

        async def is_there() -> bool:
            words = [word for mail in await catcher.mails(address) for word in mail.text.split()]
            links[:] = [word for word in words if "/api/alerts/verify/" in word]
            return bool(links)

        assert await comes_true(is_there, PATIENCE_SECONDS)
    return links[0]
