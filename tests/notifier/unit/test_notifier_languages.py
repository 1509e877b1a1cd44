"""Who is written to in which language, and how emails and chat alerts look in Arabic."""

from dataclasses import replace
from datetime import timedelta

import pytest

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import Audience, NoticeKind
from booking_chat.contracts.http.destinations import PauseReason
from booking_chat.contracts.languages import Language
from notifier.channels.chat import chat_body
from notifier.channels.email.content import content_of
from notifier.channels.email.rendering import render_html
from notifier.channels.texts.languages import texts_in
from notifier.domain.bookings import KnownBooking, known_booking
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.announcements import pause_deliveries
from notifier.domain.destinations.changes import paused
from notifier.domain.notice_building import language_of, notice_of
from notifier.domain.notices import Notice
from notifier.domain.public_links import PublicLinks
from notifier.domain.sample import sample as sample_delivery
from support.alert_world import NOON, a_destination
from support.chat import a_booking
from support.letters import CUSTOMER, as_received, part
from support.notices import (
    LISBON,
    customer_wrote,
    destination_paused,
    message,
    sample,
    staff_answered,
    verification,
)

ARABIC, ENGLISH = Language.ARABIC, Language.ENGLISH
FOR_PEOPLE = [customer_wrote(), staff_answered(), destination_paused(), verification(), sample()]


def arabic(notice: Notice) -> Notice:
    return replace(notice, language=ARABIC)


def delivery(audience: Audience) -> Delivery:
    return sample_delivery(a_destination(), "delivery-1", NOON).updated(audience=audience)


@pytest.mark.parametrize(
    ("audience", "booking", "location", "expected"),
    [
        (Audience.CUSTOMER, "ar", None, ARABIC),
        (Audience.CUSTOMER, "en", "ar", ENGLISH),
        (Audience.CUSTOMER, "fr", "ar", ARABIC),
        (Audience.CUSTOMER, None, "ar", ARABIC),
        (Audience.CUSTOMER, None, None, ENGLISH),
        (Audience.STAFF, "ar", None, ENGLISH),
        (Audience.STAFF, "en", "ar", ARABIC),
        (Audience.STAFF, None, "ar-SA", ARABIC),
    ],
)
def test_customers_read_their_bookings_language_and_staff_their_locations(
    audience: Audience, booking: str | None, location: str | None, expected: Language
) -> None:
    known = known_booking(a_booking(language=booking))
    policy = AlertPolicy(language=location)

    assert language_of(delivery(audience), policy, known) is expected


def test_a_customer_whose_booking_is_not_known_reads_the_locations_language() -> None:
    policy = AlertPolicy(language="ar")

    assert language_of(delivery(Audience.CUSTOMER), policy, None) is ARABIC


def test_a_booking_that_was_stored_before_there_were_languages_is_read() -> None:
    stored = known_booking(a_booking()).document()
    del stored["language"]

    assert KnownBooking.model_validate(stored) == known_booking(a_booking())


def test_staff_read_an_alert_in_arabic() -> None:
    notice = replace(
        arabic(customer_wrote(message(8, "one"), message(9, "two"))),
        kind=NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP,
        message_count=13,
    )

    email = as_received(notice)

    assert email["Subject"] == "Ada Lovelace: Sunset sail on the Tagus (LIS1019)"
    assert part(email, "plain") == (
        "13 رسالة أخرى من Ada Lovelace\n"
        "Sunset sail on the Tagus · الأربعاء 18 مارس 2026، 18:00 · LIS1019\n"
        "\n"
        "(11 رسالة سابقة غير معروضة)\n"
        "\n"
        "Ada Lovelace، الأحد 15 مارس 2026، 12:08:\n"
        "> one\n"
        "\n"
        "Ada Lovelace، الأحد 15 مارس 2026، 12:09:\n"
        "> two\n"
        "\n"
        "فتح المحادثة:\n"
        "https://dashboard.example/#/locations/lisbon-river/threads/thread-1\n"
        "\n"
        "-- \n"
        "تصل إلى هذا العنوان تنبيهات Lisbon River Tours.\n"
        "إلغاء الاشتراك في هذه التنبيهات: "
        "https://dashboard.example/alerts/unsubscribe?token=abc\n"
    )


def test_a_customer_of_a_nameless_business_reads_an_answer_in_arabic() -> None:
    notice = replace(arabic(staff_answered()), location=replace(LISBON, name=None))

    email = as_received(notice, CUSTOMER)

    assert email["From"] == "فريقنا <alerts@booking-chat.example>"
    assert part(email, "plain").startswith("وصلك رد من فريقنا\n")


@pytest.mark.parametrize("notice", FOR_PEOPLE, ids=lambda notice: str(notice.kind))
@pytest.mark.parametrize(
    ("language", "html", "start"), [(ENGLISH, "ltr", "left"), (ARABIC, "rtl", "right")]
)
def test_an_email_says_its_language_and_its_direction(
    notice: Notice, language: Language, html: str, start: str
) -> None:
    page = render_html(content_of(replace(notice, language=language)))

    assert f'<html lang="{language}" dir="{html}">' in page
    assert page.count(f'dir="{html}"') == 3
    assert f"text-align:{start};" in page
    assert ("border-left" in page, "border-right" in page) in {
        (False, False),
        (start == "left", start == "right"),
    }


@pytest.mark.parametrize("notice", FOR_PEOPLE, ids=lambda notice: str(notice.kind))
def test_an_arabic_email_has_none_of_the_english_texts(notice: Notice) -> None:
    english, spoken = (
        content_of(replace(notice, language=language)) for language in (ENGLISH, ARABIC)
    )
    texts = ("title", "intro", "action", "note", "why", "unsubscribe")

    same = [
        name for name in texts if (said := getattr(english, name)) and said == getattr(spoken, name)
    ]

    assert same == []


def test_a_chat_room_is_told_in_arabic() -> None:
    body = chat_body(arabic(customer_wrote()))

    assert body["text"].splitlines()[:2] == [
        "رسالة جديدة من Ada Lovelace",
        "Sunset sail on the Tagus · الأربعاء 18 مارس 2026، 18:00 · LIS1019",
    ]
    assert body["blocks"][-1]["text"]["text"].endswith("|فتح المحادثة>")


def test_a_sample_is_in_the_readers_language() -> None:
    english = texts_in(ENGLISH).staff
    spoken = texts_in(ARABIC).staff

    assert english.sample_message in part(as_received(sample()), "plain")
    assert spoken.sample_message in part(as_received(arabic(sample())), "plain")
    assert (
        f"{spoken.sample_customer}: {spoken.sample_message}" in chat_body(arabic(sample()))["text"]
    )


class TestPaused:
    def notice(self, stored: Delivery, language: str | None = None) -> Notice:
        return notice_of(
            stored,
            policy=AlertPolicy(language=language),
            booking=None,
            link=None,
            unsubscribe_url=None,
        )

    @pytest.fixture
    def announced(self) -> Delivery:
        before = a_destination()
        after = paused(before, PauseReason.GONE, NOON).destination
        (announced,) = pause_deliveries(before, after, [], timedelta(days=1))
        return announced

    def test_why_is_said_in_the_locations_language(self, announced: Delivery) -> None:
        english, spoken = self.notice(announced), self.notice(announced, "ar")

        assert "Why: it says that nothing is received there any more\n" in part(
            as_received(english), "plain"
        )
        assert f"السبب: {texts_in(ARABIC).paused.gone}\n" in part(as_received(spoken), "plain")

    def test_what_was_stored_without_a_reason_keeps_its_sentence(self, announced: Delivery) -> None:
        document = announced.document()
        del document["paused"]["reason"]
        stored = Delivery.model_validate(document)

        email = as_received(self.notice(stored, "ar"))

        assert "السبب: it says that nothing is received there any more\n" in part(email, "plain")


def test_a_link_says_the_language_of_its_email_unless_it_is_english() -> None:
    links = PublicLinks("https://dashboard.example", "https://portal.example")

    assert [
        (
            links.verification("t", language),
            links.staff_unsubscribe("t", language),
            links.customer_unsubscribe("t", language),
        )
        for language in (ENGLISH, ARABIC)
    ] == [
        (
            "https://dashboard.example/api/alerts/verify/t",
            "https://dashboard.example/api/alerts/unsubscribe/t",
            "https://portal.example/api/alerts/unsubscribe/t",
        ),
        (
            "https://dashboard.example/api/alerts/verify/t?language=ar",
            "https://dashboard.example/api/alerts/unsubscribe/t?language=ar",
            "https://portal.example/api/alerts/unsubscribe/t?language=ar",
        ),
    ]
