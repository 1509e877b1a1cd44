"""Emails and chat alerts in Arabic.

Sentences begin with an Arabic word, never with a name: mail programs and chat rooms take the
direction of a line from its first letter.
"""

from datetime import datetime

from booking_chat.contracts.languages import Language
from notifier.channels.texts.arabic_count import Forms, arabic_count
from notifier.channels.texts.catalogue import (
    CustomerTexts,
    PausedTexts,
    StaffTexts,
    Texts,
    VerificationTexts,
)

_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_MONTHS = (
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
    *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
)
_MORE = Forms(one="رسالة أخرى", two="رسالتان أخريان", few="{} رسائل أخرى", many="{} رسالة أخرى")
_NOT_SHOWN = Forms(
    one="رسالة سابقة واحدة غير معروضة",
    two="رسالتان سابقتان غير معروضتين",
    few="{} رسائل سابقة غير معروضة",
    many="{} رسالة سابقة غير معروضة",
)


def _moment(there: datetime) -> str:
    """`Wed 18 Mar 2026, 18:00`, in Arabic words."""
    day = f"{_DAYS[there.weekday()]} {there.day} {_MONTHS[there.month - 1]}"
    return f"{day} {there.year}، {there:%H:%M}"


ARABIC = Texts(
    language=Language.ARABIC,
    moment=_moment,
    some_customer="أحد العملاء",
    some_business="فريقنا",
    customer_has_written=lambda customer: f"رسالة جديدة من {customer}",
    more_messages=lambda count, customer: f"{arabic_count(count, _MORE)} من {customer}",
    has_answered=lambda business: f"وصلك رد من {business}",
    message_was_written="كُتبت رسالة",
    is_a_test="هذه تجربة: لم يكتب أي عميل",
    alerts_are_paused="التنبيهات متوقفة مؤقتًا",
    please_confirm="يُرجى تأكيد عنوانك",
    not_shown=lambda count: arabic_count(count, _NOT_SHOWN),
    byline=lambda name, when: f"{name}، {when}:",
    open_conversation="فتح المحادثة",
    open_settings="فتح الإعدادات",
    staff=StaffTexts(
        why=lambda business: f"تصل إلى هذا العنوان تنبيهات {business}.",
        unsubscribe="إلغاء الاشتراك في هذه التنبيهات",
        test_subject=lambda business: f"تنبيه تجريبي من {business}",
        test_preview="كل شيء يعمل: تصل التنبيهات إلى هذا العنوان.",
        test_intro="طُلبت هذه التجربة من صفحة الإعدادات. هكذا ستبدو التنبيهات:",
        sample_customer="عميل تجريبي",
        sample_message="هذه تجربة لتنبيهاتك. لم يكتب أحد.",
    ),
    customer=CustomerTexts(
        action="القراءة والرد",
        note="يُرجى الرد هناك: لا أحد يقرأ ما يُرسل إلى عنوان البريد هذا. "
        "الرابط لك وحدك، فلا تشاركه مع أحد.",
        why="تصلك هذه الرسالة لأن لديك حجزًا معنا ولم تقرأ الرد بعد.",
        unsubscribe="إيقاف رسائل البريد عن الردود",
    ),
    paused=PausedTexts(
        subject=lambda destination: f"توقفت مؤقتًا التنبيهات إلى {destination}",
        intro=lambda business: (
            f"لن تصل تنبيهات {business} إلى هذه الوجهة حتى يعيد أحد المشرفين تشغيلها."
        ),
        destination="الوجهة",
        where="العنوان",
        why="السبب",
        since="منذ",
        gone="تفيد الوجهة بأنها لم تعد تستقبل شيئًا",
        failing="تعذّر تسليم أي شيء إلى الوجهة منذ خمسة أيام",
        note="ما تعذّر إرساله يمكن إرساله مرة أخرى من هناك.",
        why_you=lambda business: f"تصلك هذه الرسالة لأنك تشرف على تنبيهات {business}.",
    ),
    verification=VerificationTexts(
        subject=lambda business: f"يُرجى تأكيد هذا العنوان لتنبيهات {business}",
        preview=lambda business: f"طُلب إرسال تنبيهات {business} إلى هنا.",
        intro=lambda business: (
            f"طُلب إرسال بريد من {business} إلى هذا العنوان كلما كتب عميل. "
            "يبدأ ذلك بعد أن تؤكد رغبتك فيه."
        ),
        action="تأكيد هذا العنوان",
        note="إن لم تكن تتوقع هذا فلا تفعل شيئًا: لن تصلك أي تنبيهات.",
        why="تصلك هذه الرسالة مرة واحدة، لأن أحدهم أدخل هذا العنوان.",
    ),
)
