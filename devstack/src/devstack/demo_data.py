"""What the demo shows: bookings as a booking platform has them, and conversations about them.

Pure and the same every time, but for the dates of bookings, which lie around a given day.
"""
# ruff: noqa: RUF001 - Chinese and Japanese have punctuation of their own

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.time_zones import time_zone_rules
from booking_chat.contracts.values import BookingStatus
from devstack.demo_people import ANA, CUSTOMERS, KENJI, LOCATIONS, MARTA, Location, Staff

BOOKING_COUNT = 50
DEMO_BOOKING = "booking-lis-1019"
"""A confirmed booking without a conversation yet: the one that `make demo` plays with."""
_NAMESPACE = UUID("4b7d4c1e-52a3-5a0b-8a68-0f6f0f6c2d35")
_STATUSES = (
    *(BookingStatus.CONFIRMED, BookingStatus.COMPLETE, BookingStatus.CONFIRMED),
    *(BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.CANCELED),
    *(BookingStatus.COMPLETE, BookingStatus.CONFIRMED, BookingStatus.DRAFT),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One message: by somebody of the staff, or by the customer when `by` is None."""

    by: Staff | None
    text: str


@dataclass(frozen=True, slots=True)
class DemoConversation:
    booking_id: str
    location: Location
    lines: tuple[Line, ...]

    def client_message_id(self, line_number: int) -> str:
        """The same id at every seeding, so that sending again stores nothing twice."""
        return str(uuid5(_NAMESPACE, f"{self.booking_id}/{line_number}"))


def demo_bookings(today: date) -> list[BookingChanged]:
    """Fifty bookings in all statuses: complete ones before `today`, the others after it."""
    return [_booking(number, today) for number in range(BOOKING_COUNT)]


def _booking(number: int, today: date) -> BookingChanged:
    location = LOCATIONS[number % len(LOCATIONS)]
    status = _STATUSES[number % len(_STATUSES)]
    booking_id = _booking_id(location, number)
    suffix = uuid5(_NAMESPACE, booking_id).hex[:6].upper()
    start = _start(number, status, today, location) if status is not BookingStatus.DRAFT else None
    return BookingChanged(
        booking_id=booking_id,
        location_id=location.id,
        confirmation_code=f"{location.code}{1001 + number}-{suffix}",
        status=status,
        customer=CUSTOMERS[number % len(CUSTOMERS)],
        activity_name=location.activities[number // 3 % len(location.activities)],
        start_time=start,
        end_time=start + timedelta(hours=1 + number % 4) if start else None,
        time_zone=location.time_zone,
    )


def _booking_id(location: Location, number: int) -> str:
    return f"booking-{location.code.lower()}-{1001 + number}"


def _start(number: int, status: BookingStatus, today: date, location: Location) -> datetime:
    days = -1 - number if status is BookingStatus.COMPLETE else 1 + number % 30
    hour = time(9 + number % 9, 30 * (number % 2), tzinfo=time_zone_rules(location.time_zone))
    return datetime.combine(today + timedelta(days=days), hour).astimezone(UTC)


def _conversation(number: int, *lines: tuple[Staff | None, str]) -> DemoConversation:
    location = LOCATIONS[number % len(LOCATIONS)]
    return DemoConversation(
        booking_id=_booking_id(location, number),
        location=location,
        lines=tuple(Line(by, text) for by, text in lines),
    )


CONVERSATIONS = (
    _conversation(
        0,
        (None, "Hello! Is there a place to leave two suitcases before the sail? 🧳"),
        (MARTA, "Hi Olivia! Yes, our office at the pier is open from 9:00 and it is free."),
        (None, "Perfect, thank you 😊"),
    ),
    _conversation(
        1,
        (None, "Bom dia! O passeio ainda se faz se chover? 🌧️"),
        (KENJI, "Bom dia, João! Sim, temos guarda-chuvas para todos."),
    ),
    _conversation(
        3,
        (None, "مرحبا، هل يمكننا إحضار طفل عمره ثلاث سنوات؟"),
        (ANA, "أهلاً ليلى! نعم، بالتأكيد. لدينا سترات نجاة للأطفال 👶"),
        (None, "شكرًا جزيلاً! نراكم يوم السبت 🌅"),
    ),
    _conversation(
        4,
        (None, "Guten Tag, wir sind mit dem Zug etwas verspätet.\nKönnen Sie zehn Minuten warten?"),
        (KENJI, "Guten Tag, Herr Brandt! Natürlich, wir warten auf Sie. 🚆"),
    ),
    _conversation(
        6,
        (None, "שלום! האם ההפלגה נגישה לכיסא גלגלים?"),
        (MARTA, "שלום נועה! כן, יש רמפה ברציף 2 ♿"),
    ),
    _conversation(
        7,
        (ANA, "Hola Diego, su plaza para la ceremonia del té está confirmada 🍵"),
        (None, "¡Estupendo! ¿Hay que llevar calcetines?"),
    ),
    _conversation(
        9,
        (None, "Bonjour, pourrions-nous ajouter une troisième personne ?"),
        (None, "C'est pour ma sœur 👭"),
    ),
    _conversation(
        19,
        (None, "こんにちは。集合場所はどこですか？"),
        (KENJI, "こんにちは、佐藤さん。南門の前でお待ちしています 🙇"),
        (None, "ありがとうございます！"),
    ),
    _conversation(
        12,
        (None, "你好！船上可以吃素吗？🥗"),
        (MARTA, "您好！可以，我们有素食三明治。"),
    ),
    _conversation(
        22,
        (None, "Доброе утро! Можно ли перенести урок на час позже?"),
    ),
)
"""In English, Portuguese, Arabic, German, Hebrew, Spanish, French, Japanese, Chinese, Russian."""
