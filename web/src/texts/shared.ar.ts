import { arabicCount } from "./arabic-count";
import type { SharedTexts } from "./shared.en";

const rejections: SharedTexts["rejections"] = {
  "messaging-disabled": "تم إيقاف المراسلة.",
  "portal-disabled": "تم إيقاف المراسلة.",
  "draft-booking": "الحجز ما زال مسودة.",
  "unknown-booking": "لم يعد هذا الحجز موجودًا.",
  "wrong-location": "انتقل الحجز إلى موقع آخر.",
  "unknown-thread": "لم تعد هذه المحادثة موجودة.",
  "forged-sender": "لا يمكنك الكتابة في هذه المحادثة.",
  "id-reused": "أُرسلت رسالة أخرى بالمعرّف نفسه.",
};

export const shared: SharedTexts = {
  you: "أنت",
  loading: "جارٍ التحميل…",
  retry: "إعادة المحاولة",
  copy: "نسخ",
  copied: "تم النسخ",
  discard: "تجاهل",
  tryAgain: "حاول مرة أخرى",
  someCustomer: "أحد العملاء",
  support: "الدعم",
  cannotShow: {
    message: "لا يمكن عرض هذه الرسالة على هذا الجهاز.",
    part: "لا يمكن عرض هذا الجزء من الصفحة على هذا الجهاز.",
  },

  conversation: "المحادثة",
  messages: "الرسائل",
  unreadFromHere: "جديد",
  newBelow: (count) => `${count} جديدة`,
  toNewest: "الانتقال إلى أحدث رسالة",
  loadingOlder: "جارٍ تحميل الرسائل السابقة…",
  olderFailed: "تعذّر تحميل الرسائل السابقة.",
  said: (name, time) => `${name}، ${time}:`,
  announced: (name, text) => `${name}: ${text}`,
  announcedMany: (count) =>
    arabicCount(count, {
      one: "رسالة جديدة واحدة",
      two: "رسالتان جديدتان",
      few: (n) => `${n} رسائل جديدة`,
      many: (n) => `${n} رسالة جديدة`,
    }),

  write: "اكتب رسالة",
  send: "إرسال",
  characters: (count, most) => `${count} / ${most}`,
  tooLong: (excess) =>
    arabicCount(excess, {
      one: "حرف واحد زائد",
      two: "حرفان زائدان",
      few: (n) => `${n} أحرف زائدة`,
      many: (n) => `${n} حرفًا زائدًا`,
    }),

  state: {
    sending: "جارٍ الإرسال…",
    accepted: "تم الاستلام",
    stored: "أُرسلت",
    seen: "تمت القراءة",
    waiting: "لم تُرسل بعد. ستُرسل فور عودة الاتصال.",
    failed: "لم تُرسل.",
    rejected: "لم تُسلَّم.",
  },
  rejections,
  why: {
    ...rejections,
    "not-signed-in": "لم تعد مسجّل الدخول.",
    "too-large": "الرسالة كبيرة جدًا.",
    "invalid-input": "تحتوي الرسالة على ما لا يمكن إرساله.",
  },

  status: {
    draft: "مسودة",
    pending: "قيد الانتظار",
    confirmed: "مؤكد",
    canceled: "ملغى",
    complete: "مكتمل",
  },
  withdrawn: "محذوف",

  lost: "انقطع الاتصال. جارٍ استعادته…",
  offline: "أنت غير متصل. ما تكتبه محفوظ وسيُرسل عند عودتك.",
  controlCharacter: (code) => `حرف تحكّم ${code}`,
};
