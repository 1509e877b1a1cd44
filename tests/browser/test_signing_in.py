"""Staff sign in through the real pages, and nobody else's page can use what that leaves."""

from typing import Any

from playwright.async_api import Page, expect

from browser.accessibility import barriers
from browser.people import People
from browser.place import Place

_ME = """async () => {
    const answer = await fetch('/api/me');
    return {status: answer.status, name: (await answer.json()).name ?? null};
}"""
_SIGN_OUT_ELSEWHERE = """async url => {
    const answer = await fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include'});
    return answer.type;
}"""


async def me(page: Page) -> dict[str, Any]:
    """Who the gateway takes the page for."""
    answer: dict[str, Any] = await page.evaluate(_ME)
    return answer


async def test_whoever_says_who_they_are_is_back_where_they_were_and_signed_in(
    place: Place, people: People
) -> None:
    dashboard = place.system.doors.dashboard
    page = await people.page()

    await page.goto(f"{dashboard}/auth/login?next=/%23/locations/kyoto-gardens")
    await page.get_by_role("link", name="Kenji Mori").click()

    await page.wait_for_url(f"{dashboard}/#/locations/kyoto-gardens")
    assert await me(page) == {"status": 200, "name": "Kenji Mori"}
    assert await page.evaluate("() => document.cookie") == ""


async def test_whoever_gives_up_is_not_signed_in(place: Place, people: People) -> None:
    dashboard = place.system.doors.dashboard
    page = await people.page()

    await page.goto(f"{dashboard}/auth/login")
    await page.get_by_role("link", name="Do not sign in").click()

    await page.wait_for_url(lambda url: url.startswith(f"{dashboard}/"))
    assert await me(page) == {"status": 401, "name": None}


async def test_signing_in_takes_no_mouse(place: Place, people: People) -> None:
    page = await people.page()
    await page.goto(f"{place.system.doors.dashboard}/auth/login")

    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Marta Costa")).to_be_focused()
    await page.keyboard.press("Enter")

    await page.wait_for_url(f"{place.system.doors.dashboard}/**")
    assert await me(page) == {"status": 200, "name": "Marta Costa"}


async def test_the_choice_of_people_keeps_nobody_out(place: Place, people: People) -> None:
    for scheme in ("light", "dark"):
        page = await people.page(color_scheme=scheme)
        await page.goto(f"{place.system.doors.dashboard}/auth/login")
        await expect(page.get_by_role("heading", name="Who shall I be?")).to_be_visible()

        assert await barriers(page) == []


async def test_a_page_of_another_origin_cannot_act_by_a_session(
    place: Place, people: People
) -> None:
    """Another port of the same machine is the same site, so its requests do carry the cookie."""
    doors = place.system.doors
    member = await people.member()
    await member.opens_the_inbox()
    assert (await me(member.page))["status"] == 200

    foreign = await member.page.context.new_page()
    await foreign.goto(f"{doors.identity}/health/live")
    answered = await foreign.evaluate(_SIGN_OUT_ELSEWHERE, f"{doors.dashboard}/auth/logout")

    assert answered == "opaque"
    assert (await me(member.page))["status"] == 200
