"""What an email says, and how mail programs understand it."""

from dataclasses import replace

import pytest

from booking_chat.contracts.http.deliveries import NoticeKind
from notifier.channels.email.composing import compose
from notifier.domain.notices import BookingFacts
from support.letters import CUSTOMER, DESK, US, as_received, part
from support.notices import (
    BOOKING,
    LISBON,
    NOON,
    customer_wrote,
    destination_paused,
    message,
    sample,
    staff_answered,
    verification,
)


def test_staff_read_who_wrote_what_about_which_booking() -> None:
    email = as_received(customer_wrote(message(1, "Is there parking?\nWe come by car.")))

    assert part(email, "plain") == (
        "Ada Lovelace has written\n"
        "Sunset sail on the Tagus · Wed 18 Mar 2026, 18:00 · LIS1019\n"
        "\n"
        "Ada Lovelace, Sun 15 Mar 2026, 12:01:\n"
        "> Is there parking?\n"
        "> We come by car.\n"
        "\n"
        "Open the conversation:\n"
        "https://dashboard.example/#/locations/lisbon-river/threads/thread-1\n"
        "\n"
        "-- \n"
        "This address gets the alerts of Lisbon River Tours.\n"
        "Unsubscribe from these alerts: "
        "https://dashboard.example/alerts/unsubscribe?token=abc\n"
    )


def test_the_headers_of_a_staff_alert() -> None:
    email = as_received(customer_wrote())

    assert {name: email[name] for name in email.keys() if name != "Content-Type"} == {  # noqa: SIM118 - a message, not a dict
        "From": "booking-chat <alerts@booking-chat.example>",
        "To": "Front desk <desk@lisbon.example>",
        "Subject": "Ada Lovelace: Sunset sail on the Tagus (LIS1019)",
        "Date": "Sun, 15 Mar 2026 12:00:00 +0000",
        "Message-ID": "<notice-0b220df1969115139ffebb337981298d@booking-chat.example>",
        "In-Reply-To": "<thread-4b0a5fefc328e6b9257bc535e3c5d26f@booking-chat.example>",
        "References": "<thread-4b0a5fefc328e6b9257bc535e3c5d26f@booking-chat.example>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://dashboard.example/alerts/unsubscribe?token=abc>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
    }


def test_a_repeat_has_the_same_message_id_and_another_notice_has_another() -> None:
    first = as_received(customer_wrote())
    repeat = as_received(customer_wrote())
    other = as_received(replace(customer_wrote(), id="delivery-9"))

    assert first["Message-ID"] == repeat["Message-ID"]
    assert first["Message-ID"] != other["Message-ID"]


def test_mail_programs_see_one_conversation() -> None:
    first = as_received(customer_wrote())
    summary = as_received(
        replace(
            customer_wrote(message(2), message(3)),
            id="delivery-5",
            kind=NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP,
            message_count=2,
        )
    )
    elsewhere = as_received(replace(customer_wrote(), thread_id="thread-2"))

    assert (first["References"], first["Subject"]) == (summary["References"], summary["Subject"])
    assert first["References"] != elsewhere["References"]


def test_a_summary_counts_its_messages_and_those_it_has_no_room_for() -> None:
    notice = replace(
        customer_wrote(message(8, "one"), message(9, "two")),
        kind=NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP,
        message_count=7,
    )

    lines = part(as_received(notice), "plain").splitlines()

    assert lines[0] == "7 more messages from Ada Lovelace"
    assert "(5 earlier messages not shown)" in lines


def test_a_customer_reads_the_answers_and_finds_the_way_back() -> None:
    email = as_received(staff_answered(), CUSTOMER)

    assert email["From"] == "Lisbon River Tours <alerts@booking-chat.example>"
    assert email["Subject"] == "Lisbon River Tours: Sunset sail on the Tagus (LIS1019)"
    assert part(email, "plain") == (
        "Lisbon River Tours has answered you\n"
        "Sunset sail on the Tagus · Wed 18 Mar 2026, 18:00 · LIS1019\n"
        "\n"
        "Ana Ferreira, Sun 15 Mar 2026, 12:01:\n"
        "> At the pier.\n"
        "\n"
        "Ana Ferreira, Sun 15 Mar 2026, 12:02:\n"
        "> By the blue boat.\n"
        "\n"
        "Read and answer:\n"
        "https://portal.example/c#token\n"
        "\n"
        "Please answer there: nobody reads what is sent to this email address. "
        "The link is yours alone, so do not pass it on.\n"
        "\n"
        "-- \n"
        "You get this because you have a booking with us and have not read the answer yet.\n"
        "No more emails about answers: https://portal.example/alerts/unsubscribe?token=def\n"
    )


def test_whoever_looks_after_a_destination_reads_why_it_is_paused() -> None:
    email = as_received(destination_paused())

    assert email["Subject"] == "Alerts to Channel manager are paused"
    assert part(email, "plain") == (
        "Alerts are paused\n"
        "\n"
        "Lisbon River Tours sends no more alerts to this destination "
        "until somebody switches it on again.\n"
        "\n"
        "Destination: Channel manager\n"
        "Where: https://hooks.example/…\n"
        "Why: It failed for five days.\n"
        "Since: Sun 15 Mar 2026, 12:00\n"
        "\n"
        "Open the settings:\n"
        "https://dashboard.example/#/locations/lisbon-river/settings\n"
        "\n"
        "What could not be sent can be sent again from there.\n"
        "\n"
        "-- \n"
        "You get this because you look after alerts of Lisbon River Tours.\n"
    )


def test_a_new_address_is_asked_to_confirm() -> None:
    email = as_received(verification())

    assert email["Subject"] == "Please confirm this address for alerts of Lisbon River Tours"
    assert "Confirm this address:\nhttps://dashboard.example/alerts/verify?token=abc\n" in part(
        email, "plain"
    )


def test_a_sample_says_that_it_is_one() -> None:
    email = as_received(sample())

    assert email["Subject"] == "Test alert of Lisbon River Tours"
    assert part(email, "plain").startswith("This is a test: no customer has written\n")


def test_what_no_person_asked_for_offers_no_way_to_unsubscribe() -> None:
    assert as_received(verification())["List-Unsubscribe"] is None
    assert as_received(destination_paused())["List-Unsubscribe"] is None


def test_answers_go_where_the_settings_say() -> None:
    sender = replace(US, reply_to="office@lisbon.example")

    assert as_received(customer_wrote(), DESK, sender)["Reply-To"] == "office@lisbon.example"
    assert as_received(customer_wrote())["Reply-To"] is None


def test_a_location_without_a_name_is_called_the_team() -> None:
    email = as_received(replace(staff_answered(), location=replace(LISBON, name=None)), CUSTOMER)

    assert email["From"].startswith("The team <")
    assert part(email, "plain").startswith("The team has answered you\n")


def test_a_booking_of_which_little_is_known_is_shown_as_far_as_it_goes() -> None:
    booking = BookingFacts("booking-1", "LIS1019-A1B2C3", "", None, None, "Europe/Lisbon")
    email = as_received(replace(customer_wrote(), booking=booking))

    assert email["Subject"] == "A customer: LIS1019"
    assert part(email, "plain").startswith("A customer has written\nLIS1019\n")


def test_a_notice_for_programs_is_no_email() -> None:
    with pytest.raises(ValueError, match="chat_message_created is not for people"):
        compose(replace(customer_wrote(), kind=NoticeKind.CHAT_MESSAGE_CREATED), DESK, US, NOON)


@pytest.mark.parametrize(
    ("code", "activity", "subject"),
    [
        ("LIS1019-A1B2C3", "Sunset sail", "Ada Lovelace: Sunset sail (LIS1019)"),
        ("", "Sunset sail", "Ada Lovelace: Sunset sail"),
        (" \u200b ", "Sunset sail", "Ada Lovelace: Sunset sail"),
        ("-77", "Sunset sail", "Ada Lovelace: Sunset sail (-77)"),
        (" -77", None, "Ada Lovelace: -77"),
        ("LIS1019", " ", "Ada Lovelace: LIS1019"),
        (" ", None, "Ada Lovelace"),
    ],
)
def test_a_subject_has_no_empty_brackets(code: str, activity: str | None, subject: str) -> None:
    booking = replace(BOOKING, confirmation_code=code, activity_name=activity)

    assert as_received(replace(customer_wrote(), booking=booking))["Subject"] == subject
