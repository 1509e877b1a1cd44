"""The pages behind links in Arabic."""

from booking_chat.contracts.languages import Language
from booking_chat.gateway.link_texts.catalogue import ActionTexts, LinkTexts

ARABIC = LinkTexts(
    language=Language.ARABIC,
    verification=ActionTexts(
        title="تأكيد هذا العنوان",
        question="طُلب إرسال تنبيهات الحجوزات إلى العنوان الذي وصله هذا الرابط.",
        button="إرسال التنبيهات إلى هذا العنوان",
        done=lambda address: f"تم تأكيد {address}. ستصل التنبيهات إليه من الآن.",
    ),
    unsubscription=ActionTexts(
        title="إيقاف هذه الرسائل",
        question="تصل رسائل من هذا النوع إلى العنوان الذي وصله هذا الرابط.",
        button="إيقاف هذه الرسائل",
        done=lambda address: f"لن تصل رسائل من هذا النوع إلى {address} بعد الآن.",
    ),
    done_title="تم",
    expired_title="لم يعد هذا الرابط يعمل",
    expired="إما أنه قديم جدًا أو لم يُنسخ كاملًا.",
    unavailable_title="غير متاح حاليًا",
    unavailable="يُرجى المحاولة مرة أخرى بعد دقيقة.",
)
