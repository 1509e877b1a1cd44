"""Writing on the customer page: what Enter does, what is kept, what is stopped, what is told."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Route, expect

from browser.people import Customer, People
from browser.place import Booked, Place
from browser.talk import PATIENCE_MILLISECONDS

POSTS = "**/api/conversation/messages"


async def a_visit(place: Place, people: People, **options: Any) -> tuple[Customer, Booked]:
    booked = await place.booked()
    customer = await people.customer(booked, **options)
    await customer.opens_the_link()
    await expect(customer.field).to_be_visible()
    return customer, booked


def count_of(customer: Customer) -> Locator:
    return customer.page.locator("#composer-count")


async def abort(route: Route) -> None:
    await route.abort()


async def test_enter_sends_and_shift_enter_breaks_the_line(place: Place, people: People) -> None:
    customer, booked = await a_visit(place, people)
    await customer.field.press_sequentially("One")
    await customer.field.press("Shift+Enter")
    await customer.field.press_sequentially("Two")
    await customer.field.press("Enter")

    await customer.sees_exactly("One\nTwo")
    await expect(customer.field).to_have_value("")
    await expect(customer.field).to_be_focused()
    assert await place.stored(booked) == ["One\nTwo"]


async def test_enter_belongs_to_an_input_method_while_it_composes(
    place: Place, people: People
) -> None:
    customer, booked = await a_visit(place, people)
    keyboard = await customer.page.context.new_cdp_session(customer.page)
    await customer.field.focus()
    composing = {"text": "こんにちは", "selectionStart": 5, "selectionEnd": 5}
    await keyboard.send("Input.imeSetComposition", composing)
    await customer.page.keyboard.press("Enter")
    # What some input methods report for every key that is theirs.
    for kind in ("rawKeyDown", "keyUp"):
        enter = {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
        await keyboard.send("Input.dispatchKeyEvent", enter)
    assert await customer.lines() == []
    await keyboard.send("Input.insertText", {"text": "こんにちは"})

    await customer.page.keyboard.press("Enter")

    await customer.sees_all_stored(1)
    assert [text.strip() for text in await stored_once(place, booked)] == ["こんにちは"]


async def stored_once(place: Place, booked: Booked) -> list[str]:
    texts = await place.stored(booked)
    assert len(texts) == 1
    return texts


async def test_a_draft_survives_a_reload(place: Place, people: People) -> None:
    customer, _ = await a_visit(place, people)
    await customer.field.fill("Half a sen")
    await customer.reloads()
    await expect(customer.field).to_have_value("Half a sen")
    await customer.field.fill("")
    await customer.reloads()
    await expect(customer.field).to_have_value("")


async def test_a_text_that_is_too_long_is_stopped_with_its_count(
    place: Place, people: People
) -> None:
    customer, booked = await a_visit(place, people)
    send = customer.page.get_by_role("button", name="Send")
    # Counted as the server counts: an emoji is one character, white space around is none.
    await customer.field.fill("🌅" * 4001 + "  \n")
    await expect(count_of(customer)).to_have_text("4,001 / 4,000 · 1 character too many")
    await expect(send).to_be_disabled()
    await customer.field.press("Enter")
    assert await customer.lines() == []

    await customer.field.fill("🌅" * 4000 + "  \n")
    await expect(count_of(customer)).to_have_text("4,000 / 4,000")
    await send.click()

    await customer.sees_exactly("🌅" * 4000)
    assert await place.stored(booked) == ["🌅" * 4000]


HOSTILE = {
    "markup": "<b>bold</b> <img src=x onerror=alert(1)> <script>alert(2)</script> &amp;",
    "a link that is none": "javascript:alert(1) data:text/html,<script>alert(3)</script>",
    "joined emoji": "👨‍👩‍👧‍👦 🏳️‍🌈 ᐧ\u200d\u200d\u200d.",
    "stacked marks": "Z̸̡̛͖̈́a̶͚̓l̷̰̇g̵̱͐o",
    "isolated both ways": "a \u2067\u202bשלם\u202c\u2069 b \u200f!",
    "no break in it": "x" * 500,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_a_person_types_is_shown_as_text(
    place: Place, people: People, text: str
) -> None:
    customer, booked = await a_visit(place, people)
    await customer.writes(text)

    await customer.sees_exactly(text)
    bubble = customer.rows.locator(".bubble")
    assert await bubble.evaluate("each => each.children.length") == 0
    assert await place.stored(booked) == [text]


async def test_characters_that_would_act_are_shown_and_do_not(place: Place, people: People) -> None:
    customer, booked = await a_visit(place, people)
    await customer.writes("bell\x07 turned \u202eround\x00 end")

    await customer.sees_exactly("bell␇ turned U+202Eround\ufffd end")
    assert await place.stored(booked) == ["bell\x07 turned \u202eround\ufffd end"]


async def test_only_what_says_https_is_a_link(place: Place, people: People) -> None:
    customer, _ = await a_visit(place, people)
    await customer.writes("https://example.com/a?b=1. http://example.com www.example.com")
    await customer.sees("https://example.com/a?b=1. http://example.com www.example.com")

    links = await customer.page.locator(".bubble a").evaluate_all(
        "links => links.map(a => [a.href, a.target, a.rel, a.innerText])"
    )
    url = "https://example.com/a?b=1"
    assert links == [[url, "_blank", "noopener nofollow", url]]


async def test_what_is_written_offline_goes_out_in_order_on_return(
    place: Place, people: People
) -> None:
    customer, booked = await a_visit(place, people)
    await customer.goes_offline()
    banner = customer.page.get_by_text("You are offline.")
    await expect(banner).to_be_visible()
    await customer.writes("One", "Two", "Three")
    for text in ("One", "Two", "Three"):
        await customer.sees_state(text, "failed")
    await expect(customer.page.get_by_text("Not sent yet.").first).to_be_visible()
    assert await place.stored(booked) == []

    await customer.comes_back_online()

    await customer.sees_exactly("One", "Two", "Three")
    await expect(banner).to_have_count(0)
    assert await place.stored(booked) == ["One", "Two", "Three"]


async def test_what_did_not_go_out_survives_a_reload(place: Place, people: People) -> None:
    customer, booked = await a_visit(place, people)
    await customer.page.route(POSTS, abort)
    await customer.writes("One", "Two")
    await customer.sees_state("Two", "failed")
    await customer.reloads()
    await customer.sees_state("Two", "failed")

    await customer.page.unroute(POSTS)

    await customer.sees_exactly("One", "Two")
    assert await place.stored(booked) == ["One", "Two"]


async def test_an_answer_that_got_lost_makes_no_second_copy(place: Place, people: People) -> None:
    customer, booked = await a_visit(place, people)
    lost: list[str] = []

    async def lose(route: Route) -> None:
        if not lost:
            lost.append(json.loads(route.request.post_data or "")["clientMessageId"])
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await customer.page.route(POSTS, lose)
    await customer.writes("Only once", "And this")

    await customer.sees_exactly("Only once", "And this")
    assert await place.stored(booked) == ["Only once", "And this"]


async def test_a_refused_message_can_be_tried_again_copied_and_discarded(
    place: Place, people: People
) -> None:
    customer, booked = await a_visit(place, people)
    await customer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sent: list[str] = []

    async def refuse(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "")["clientMessageId"])
        problem = json.dumps({"type": "/problems/too-large", "status": 413})
        await route.fulfill(status=413, content_type="application/problem+json", body=problem)

    await customer.page.route(POSTS, refuse)
    await customer.writes("One", "Two")
    for text in ("One", "Two"):
        await customer.sees_state(text, "failed")
    one, two = customer.row("One"), customer.row("Two")
    await expect(one.get_by_text("Not sent. The message is too large.")).to_be_visible()

    await one.get_by_role("button", name="Copy").click()
    await expect(one.get_by_role("button", name="Copied")).to_be_visible()
    assert await customer.page.evaluate("() => navigator.clipboard.readText()") == "One"
    await two.get_by_role("button", name="Discard").click()
    await expect(two).to_have_count(0)
    await customer.page.unroute(POSTS)
    async with customer.page.expect_request(POSTS) as request:
        await one.get_by_role("button", name="Retry").click()

    await customer.sees_exactly("One")
    again = json.loads((await request.value).post_data or "")
    assert again["clientMessageId"] == sent[0]
    assert await place.stored(booked) == ["One"]


async def test_a_rejection_shows_on_its_message_with_the_reason(
    place: Place, people: People
) -> None:
    customer, booked = await a_visit(place, people)
    # Accepted, and decided against: in truth it takes a change in the milliseconds in between.
    rejected = {"messageId": "m", "clientMessageId": "c", "status": "rejected", "seq": None}

    async def decide(route: Route) -> None:
        if route.request.method == "POST":
            await route.fulfill(status=202, json={**rejected, "status": "accepted"})
        else:
            await route.fulfill(json={**rejected, "reason": "draft-booking"})

    await customer.page.route(re.compile("/api/conversation/messages(/|$)"), decide)
    await customer.writes("Too late?")

    await customer.sees_state("Too late?", "rejected")
    row = customer.row("Too late?")
    await expect(row.get_by_text("Not delivered. The booking is still a draft.")).to_be_visible()
    await customer.page.unroute_all(behavior="wait")
    await customer.reloads()
    await customer.sees_state("Too late?", "rejected")
    await row.get_by_role("button", name="Retry").click()

    await customer.sees_exactly("Too late?")
    assert await place.stored(booked) == ["Too late?"]


async def test_a_message_is_replaced_in_place_from_sending_to_seen(
    place: Place, people: People
) -> None:
    customer, booked = await a_visit(place, people)
    watch = """() => {
        window.shown = [];
        const note = () => {
            const rows = [...document.querySelectorAll('li[data-id]')];
            const now = JSON.stringify(rows.map(row => row.dataset.state));
            if (window.shown.at(-1) !== now) window.shown.push(now);
        };
        new MutationObserver(note).observe(document.body,
            {subtree: true, childList: true, attributes: true});
    }"""
    await customer.page.evaluate(watch)
    await customer.writes("Hello")
    await customer.sees_state("Hello", "stored")
    async with place.client() as staff:
        await staff.read(booked.thread_id, 1)
    await customer.sees_state("Hello", "seen")

    shown: list[str] = await customer.page.evaluate("() => window.shown")
    states = [json.loads(each) for each in shown]
    # At all times one copy; how much of it is quick enough to be skipped, the machine decides.
    order = ["sending", "accepted", "stored", "seen"]
    assert all(len(each) <= 1 for each in states)
    places = [order.index(each[0]) for each in states if each]
    assert places == sorted(places)
    await expect(customer.row("Hello").get_by_text("Seen")).to_be_visible(
        timeout=PATIENCE_MILLISECONDS
    )
