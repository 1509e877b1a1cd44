"""What a customer typed is what people are shown; what nobody sees stands for nobody."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from notifier.channels.chat import chat_body
from notifier.channels.text import name_of, one_line, paragraph, shortened
from notifier.domain.alert_events import due_alerts
from support.letters import DESK, as_received, part
from support.live_words import posted
from support.notices import BOOKING, customer_wrote, message


def flag(region: str) -> str:
    return "🏴" + "".join(chr(0xE0000 + ord(c)) for c in region) + "\U000e007f"


ENGLAND, SCOTLAND, WALES, TEXAS = (flag(region) for region in ("gbeng", "gbsct", "gbwls", "ustx"))
HIDDEN = "".join(chr(0xE0000 + ord(c)) for c in "secret")
BLANK = ["", " ", "\u200b", "\u3164", "\u2800\u00a0", "\ufe0f", "\U000e0067"]


@pytest.mark.parametrize(
    "text", [ENGLAND, SCOTLAND, WALES, TEXAS, f"we{WALES}{ENGLAND} go", f"{SCOTLAND}\u200d🌈"]
)
def test_flags_of_regions_keep_their_tags(text: str) -> None:
    assert (text, text) == (one_line(text), paragraph(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Hi{HIDDEN}!", "Hi!"),
        (f"🏴{HIDDEN}", "🏴"),
        (f"🙂{SCOTLAND[1:]}", "🙂"),
        (SCOTLAND[:-1], "🏴"),
        (SCOTLAND + HIDDEN, SCOTLAND),
        ("a\u202eb\u2066c", "abc"),
        ("so\u00adft\u200b\ufeff", "soft"),
        ("\ufff9a\ufffbb", "ab"),
        ("in \u0601\u0661\u0662", "in \u0601\u0661\u0662"),
        ("न\u200cम", "न\u200cम"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("a\x00b\u2028c", "a b c"),
    ],
)
def test_what_hides_or_turns_words_is_removed_and_nothing_else(text: str, expected: str) -> None:
    assert expected == one_line(text)


@pytest.mark.parametrize("text", BLANK)
def test_a_name_that_shows_nothing_is_missing(text: str) -> None:
    assert name_of(text) == ""


def email_of(text: str = "Hello", code: str = "LIS1019") -> EmailMessage:
    notice = customer_wrote(message(1, text))
    return as_received(replace(notice, booking=replace(BOOKING, confirmation_code=code)), DESK)


def test_an_email_shows_the_flag_that_was_typed() -> None:
    email = email_of(f"We come from {SCOTLAND} tomorrow")

    assert f"We come from {SCOTLAND} tomorrow" in part(email, "plain")
    assert f"We come from {SCOTLAND} tomorrow" in part(email, "html")


@pytest.mark.parametrize("code", BLANK)
def test_a_code_that_shows_nothing_leaves_no_brackets(code: str) -> None:
    assert email_of(code=code)["Subject"] == "Ada Lovelace: Sunset sail on the Tagus"


@pytest.mark.parametrize("name", BLANK)
def test_a_name_that_shows_nothing_is_called_a_customer(name: str) -> None:
    notice = customer_wrote(replace(message(1), sender_name=name))
    email = as_received(replace(notice, booking=replace(BOOKING, customer_name=name)), DESK)
    body = chat_body(notice)

    assert email["Subject"].startswith("A customer: ")
    assert "A customer, Sun 15 Mar 2026" in part(email, "plain")
    assert "A customer: Is there parking?" in body["text"]


def test_a_text_is_shortened_between_what_people_see_as_characters() -> None:
    assert shortened(f"ab{SCOTLAND}c", 8) == "ab…"
    assert f"ab{SCOTLAND}c" == shortened(f"ab{SCOTLAND}c", 10)


@pytest.mark.parametrize("name", BLANK)
def test_an_alert_event_of_a_nameless_customer_has_an_empty_name(name: str) -> None:
    data = posted(text="x" * 79 + SCOTLAND).data
    nameless = data.model_copy(
        update={"customer_name": name, "sender_name": name, "confirmation_code": name}
    )

    (created, received) = due_alerts([nameless], {}).alerts  # type: ignore[list-item] # a message

    for alert in (created.data, received.data):
        shown = alert.model_dump(by_alias=False)
        assert (shown["customer_name"], shown["confirmation_code"]) == ("", "")
        assert shown["message_preview"] == "x" * 79
