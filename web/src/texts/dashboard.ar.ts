import type { Ago } from "./ago";
import { arabicCount, arabicNumber } from "./arabic-count";
import type { DashboardTexts } from "./dashboard.en";
import { shared } from "./shared.ar";

const AGO_UNITS = { minutes: "د", hours: "س", days: "ي" } as const;

function conversations(count: number, adjective: string): string {
  return arabicCount(count, {
    one: `محادثة واحدة ${adjective}`,
    two: `محادثتان ${adjective}`,
    few: (n) => `${n} محادثات ${adjective}`,
    many: (n) => `${n} محادثة ${adjective}`,
  }).trim();
}

function agoSpoken(ago: Ago): string {
  switch (ago.unit) {
    case "now":
      return "الآن";
    case "minutes":
      return arabicCount(ago.count, {
        one: "قبل دقيقة",
        two: "قبل دقيقتين",
        few: (n) => `قبل ${n} دقائق`,
        many: (n) => `قبل ${n} دقيقة`,
      });
    case "hours":
      return arabicCount(ago.count, {
        one: "قبل ساعة",
        two: "قبل ساعتين",
        few: (n) => `قبل ${n} ساعات`,
        many: (n) => `قبل ${n} ساعة`,
      });
    case "days":
      return arabicCount(ago.count, {
        one: "قبل يوم",
        two: "قبل يومين",
        few: (n) => `قبل ${n} أيام`,
        many: (n) => `قبل ${n} يومًا`,
      });
  }
}

const dashboard: DashboardTexts = {
  ...shared,
  title: "بوابة العملاء",
  cannotShowRow: "لا يمكن عرض هذا السطر على هذا الجهاز.",
  navigation: "بوابة العملاء",
  conversations: "المحادثات",
  inbox: "الوارد",
  cancel: "إلغاء",
  close: "إغلاق",
  more: "عرض المزيد",
  tryLater: "هذا مؤقت عادةً. يُرجى المحاولة بعد لحظات.",
  backToList: "العودة إلى المحادثات",
  withKey: (label, key) => `${label} (${key})`,

  signIn: "تسجيل الدخول",
  signedOut: {
    new: { title: "مرحبًا بعودتك", text: "سجّل الدخول لقراءة رسائل عملائك والرد عليها." },
    ended: {
      title: "انتهت جلستك",
      text: "سجّل الدخول مرة أخرى لتتابع من حيث توقفت. ما كتبته ما زال هنا.",
    },
    left: { title: "لقد سجّلت الخروج", text: "كل شيء محفوظ. إلى اللقاء." },
    denied: {
      title: "لم يتم تسجيل دخولك",
      text: "لم تسمح لك خدمة الدخول، أو توقفت في الطريق. يمكنك المحاولة مرة أخرى.",
    },
    incomplete: {
      title: "لم يكتمل تسجيل الدخول",
      text: "استغرق وقتًا طويلًا أو بدأ في متصفح آخر. يُرجى المحاولة مرة أخرى.",
    },
    unavailable: {
      title: "خدمة الدخول لا تستجيب",
      text: "يزول هذا عادةً بسرعة. يُرجى المحاولة بعد لحظات.",
    },
  },
  unreachable: {
    title: "لا يوجد اتصال",
    text: "تعذّر الوصول إلى لوحة التحكم حاليًا. ستُفتح تلقائيًا فور عودة الاتصال.",
  },
  refused: {
    title: "حدث خطأ ما",
    text: "تعذّر فتح لوحة التحكم. حاول مرة أخرى، أو أخبر المسؤول عنها.",
  },
  noLocations: {
    title: "لا يوجد موقع لك بعد",
    text: "لا يمكن لحسابك رؤية أي موقع. اطلب ذلك من أحد المشرفين ثم سجّل الدخول مرة أخرى.",
  },
  notOpened: {
    title: "تعذّر فتح محادثة هذا الحجز",
    "not-found": "إما أن الحجز غير موجود أو أن حسابك لا يراه.",
  },
  noSuchLocation: {
    title: "لا يمكنك فتح هذا الموقع",
    text: "إما أنه غير موجود أو أن حسابك لا يراه. هذه مواقعك:",
  },

  account: (name) => `حساب ${name}`,
  role: { standard: "موظف", administrator: "مشرف" },
  signOut: {
    action: "تسجيل الخروج",
    title: "تسجيل الخروج؟",
    text: "بعض رسائلك لم تُرسل بعد، وستُزال من هذا المتصفح عند تسجيل الخروج.",
    stay: "البقاء مسجّل الدخول",
    leaving: "جارٍ تسجيل الخروج…",
    failed: {
      title: "ما زلت مسجّل الدخول",
      text: "لا يوجد اتصال، لذا ما زال بالإمكان فتح بريدك الوارد من هذا المتصفح. سيكتمل تسجيل خروجك فور عودة الاتصال.",
    },
  },
  location: (name) => `الموقع: ${name}`,

  keys: {
    title: "اختصارات لوحة المفاتيح",
    alt: "Alt",
    next: "المحادثة التالية",
    previous: "المحادثة السابقة",
    search: "بحث",
    markRead: "وضع علامة مقروء",
    markUnread: "وضع علامة غير مقروء",
    back: "العودة إلى القائمة",
    send: "إرسال الرسالة",
    breakLine: "سطر جديد",
    help: "عرض الاختصارات",
    letters: "اختصارات الحرف الواحد",
    lettersHint: "أوقفها إذا كان برنامج آخر يكتب الحروف نيابة عنك. تبقى اختصارات Alt تعمل.",
  },

  filter: { label: "تصفية المحادثات", all: "الكل", unread: "غير مقروءة" },
  search: {
    label: "البحث في المحادثات",
    hint: "الاسم أو البريد أو الرمز أو كلمات",
    clear: "مسح البحث",
    found: (words) => `المحادثات المطابقة لـ«${words}»`,
    count: (count) => `عُثر على ${conversations(count, "")}`,
    nothing: (words) => `لا نتائج لـ«${words}»`,
    nothingHint: "يُعثر على العملاء بالاسم أو البريد أو رمز التأكيد، وبكلمات من الرسائل.",
  },
  ago: (ago) => (ago.unit === "now" ? "الآن" : `${arabicNumber(ago.count)}${AGO_UNITS[ago.unit]}`),
  agoSpoken,
  unreadThreads: (count) => conversations(count, "غير مقروءة"),
  unreadMessages: (count) =>
    arabicCount(count, {
      one: "رسالة واحدة غير مقروءة",
      two: "رسالتان غير مقروءتين",
      few: (n) => `${n} رسائل غير مقروءة`,
      many: (n) => `${n} رسالة غير مقروءة`,
    }),
  newAbove: (count) => `${arabicNumber(count)} جديدة`,
  draft: "مسودة:",
  noMessagesYet: "لا توجد رسائل بعد",
  firstMessage: "اكتب الرسالة الأولى. سيجدها العميل في صفحة حجزه.",
  listFailed: "تعذّر تحميل البقية.",
  listError: {
    title: "تعذّر تحميل المحادثات",
    text: "قد يزول هذا من تلقاء نفسه: تُعاد المحاولة كل بضع ثوانٍ.",
  },
  allRead: { title: "كل شيء مقروء", text: "لا توجد محادثات غير مقروءة." },
  noThreads: {
    title: "لا توجد محادثات بعد",
    text: "تظهر المحادثة هنا عندما يكتب عميل من صفحة حجزه، أو عندما تبدأ أنت واحدة.",
  },
  noneOpen: {
    title: "لم تُفتح أي محادثة",
    text: "اختر واحدة من القائمة. وبلوحة المفاتيح تنقّل بينها باستخدام",
  },

  threadError: {
    title: "تعذّر تحميل المحادثة",
    text: "قد يزول هذا من تلقاء نفسه: تُعاد المحاولة كل بضع ثوانٍ.",
  },
  gone: {
    title: "لا يمكن فتح هذه المحادثة",
    text: "إما أنها غير موجودة أو تتبع موقعًا لا يمكنك رؤيته.",
  },
  markUnread: "وضع علامة غير مقروء",
  markFailed: "تعذّر حفظ ذلك. يُرجى المحاولة مرة أخرى.",
  cannotWrite: {
    ...shared.rejections,
    "portal-disabled": "بوابة العملاء متوقفة في هذا الموقع.",
    "messaging-disabled": "المراسلة متوقفة في هذا الموقع.",
  },
  off: {
    title: "المراسلة متوقفة في هذا الموقع.",
    stillReadable: "يمكنك القراءة، لكن لا أحد يستطيع الكتابة.",
    nothingSaid: "لم يُكتب شيء في هذه المحادثة.",
    noStart: "يمكن بدء المحادثات بعد تشغيلها.",
    switchOn: "شغّلها من الإعدادات",
    lookUp: "اعرض الإعدادات",
  },
  details: {
    title: "تفاصيل الحجز",
    hide: "إخفاء تفاصيل الحجز",
    customer: "العميل",
    email: "البريد الإلكتروني",
    noEmail: "لا يوجد بريد إلكتروني",
    activity: "النشاط",
    noActivity: "بلا اسم",
    when: "التاريخ والوقت",
    noDate: "لا تاريخ بعد",
    status: "الحالة",
    code: "رمز التأكيد",
    opened: "بدأت المحادثة",
    readByCustomer: "آخر قراءة للعميل",
    notYet: "ليس بعد",
  },

  whyAlert: {
    ask: "لماذا هذا التنبيه؟",
    short: "لماذا؟",
    title: "تنبيهات هذه الرسالة",
    nothing: "لا توجد تنبيهات لهذه الرسالة.",
    nobody: "لم يلزم تنبيه أحد بهذه الرسالة.",
    failed: "تعذّر الاطلاع على ذلك حاليًا. يُرجى المحاولة لاحقًا.",
    audience: { staff: "الموظفون", customer: "العميل" },
    reasons: {
      readBeforeSummary: "لم تُضمَّن: قُرئت قبل إرسال الملخص.",
      beingSent: "يُرسل الآن.",
      dueNow: "حان موعده.",
      due: (moment) => `الموعد: ${moment}.`,
      sent: "أُرسل.",
      sentAt: (moment) => `أُرسل: ${moment}.`,
      onAttempt: (number) => `المحاولة رقم ${arabicNumber(number)}.`,
      answered: (status) => `الرد: ${status}.`,
      failed: (attempts) =>
        arabicCount(attempts, {
          one: "تعثر بعد محاولة واحدة.",
          two: "تعثر بعد محاولتين.",
          few: (n) => `تعثر بعد ${n} محاولات.`,
          many: (n) => `تعثر بعد ${n} محاولة.`,
        }),
      lastAttempt: (moment) => `آخر محاولة: ${moment}.`,
      retrying: "تُعاد المحاولة الآن.",
      notSent: "لم يُرسل.",
      createdLater: "أُضيفت الوجهة بعد هذه الرسالة.",
      notSubscribed: (event) => `لا تستقبل الوجهة هذا الحدث: ${event}.`,
      notSubscribedThen: "لم تكن الوجهة تستقبل هذا الحدث حينها.",
      others: (count) =>
        arabicCount(count, {
          one: "جُمعت مع رسالة أخرى.",
          two: "جُمعت مع رسالتين أخريين.",
          few: (n) => `جُمعت مع ${n} رسائل أخرى.`,
          many: (n) => `جُمعت مع ${n} رسالة أخرى.`,
        }),
    },
  },

  start: {
    title: "محادثة جديدة",
    label: "البحث في الحجوزات",
    hint: "اسم العميل أو بريده أو الرمز",
    how: "ابحث عن الحجز الذي تريد الكتابة بشأنه.",
    failed: "تعذّر البحث في الحجوزات",
    nothingHint: "جرّب جزءًا آخر من الاسم، أو البريد كاملًا، أو رمز التأكيد.",
    count: (count) =>
      arabicCount(count, {
        one: "عُثر على حجز واحد",
        two: "عُثر على حجزين",
        few: (n) => `عُثر على ${n} حجوزات`,
        many: (n) => `عُثر على ${n} حجزًا`,
      }),
    draft: "غير متاح للمسودات",
    notStarted: "تعذّر بدء المحادثة.",
  },

  settings: {
    title: "الإعدادات",
    tabs: { general: "عام", alerts: "التنبيهات", deliveries: "سجل التسليم", history: "السجل" },
    failed: "تعذّر تحميل الإعدادات",
    alertsAway: "التنبيهات غير متاحة حاليًا. تستمر المحادثات في هذه الأثناء.",
    readOnly: "مشرفو هذا الموقع وحدهم يغيّرون إعداداته.",
    adminsOnly: "مشرفو هذا الموقع وحدهم يرون هذا.",
    portal: "بوابة العملاء",
    portalHint: "يفتح العملاء صفحة حجزهم من الرابط في رسالة التأكيد.",
    messaging: "مراسلة الدعم",
    messagingHint: "يكتب العملاء والموظفون بعضهم لبعض.",
    messagingNeedsPortal: "بلا أثر ما دامت بوابة العملاء متوقفة.",
    save: "حفظ التغييرات",
    saving: "جارٍ الحفظ…",
    saved: "تم الحفظ.",
    notSaved: "لم يُحفظ. يُرجى المحاولة مرة أخرى.",
    invalid: "تحقق من الحقول المميّزة.",
    unsaved: "لديك تغييرات غير محفوظة",
    unsavedText: "ستضيع عند مغادرة هذه الصفحة.",
    keepEditing: "متابعة التحرير",
    leaveWithout: "المغادرة دون حفظ",
    outdated: "غيّر شخص آخر هذا في هذه الأثناء.",
    takeTheirs: "أخذ تغييراته",
    keepMine: "الإبقاء على تغييراتي",
  },

  destinations: {
    title: "وجهات التنبيه",
    hint: "أين تصل التنبيهات عندما يكتب عميل.",
    add: "إضافة وجهة",
    none: "لا توجد وجهات بعد",
    noneHint: "أضف عنوان بريد أو غرفة دردشة أو خطاف ويب ليصله خبر الرسائل الجديدة.",
    failed: "تعذّر تحميل الوجهات",
    kinds: { webhook: "خطاف ويب", email: "بريد إلكتروني", chat: "غرفة دردشة" },
    active: "نشطة",
    paused: "متوقفة مؤقتًا",
    unverified: "غير موثّقة",
    failing: "متعثرة",
    unverifiedHint: "لا يصلها شيء حتى يُفتح الرابط في رسالة التوثيق.",
    pauseReasons: {
      "by-hand": "أُوقفت يدويًا.",
      gone: "أُوقفت: قال المستقبِل إنه لم يعد موجودًا.",
      failing: "أُوقفت: تعثرت مدة طويلة.",
      unsubscribed: "أُوقفت: ألغى المستقبِل اشتراكه.",
    },
    failingSince: (moment) => `متعثرة منذ ${moment}.`,
    bothSides: "تصلها كل رسالة، ومنها رسائل الموظفين.",
    test: "إرسال تجربة",
    testing: "جارٍ إرسال عينة…",
    delivered: (milliseconds) => `وصلت خلال ${milliseconds} م‌ث.`,
    notDelivered: "لم تصل.",
    edit: "تعديل",
    pause: "إيقاف مؤقت",
    resume: "استئناف",
    verifyAgain: "إعادة إرسال رسالة التوثيق",
    verificationSent: (address) => `رسالة التوثيق في طريقها إلى ${address}.`,
    verifiedTooSoon: "أُرسل رابط قبل لحظات. انتظر دقيقة قبل أن تطلب آخر.",
    rotate: "سر جديد",
    rotateTitle: "إنشاء سر جديد؟",
    rotateText: "تُوقَّع الإرسالات بالسرّين معًا مدة يوم، لتغيّره عندك دون انقطاع.",
    remove: "حذف",
    removeTitle: (name) => `حذف ${name}؟`,
    removeText: "لن يصلها شيء بعد الآن، وما ينتظرها يُسقط.",
    more: (name) => `المزيد لـ${name}`,
    outdated: "غيّر شخص آخر هذه الوجهة. ألقِ نظرة ثم حاول مرة أخرى.",
    gone: "حُذفت هذه الوجهة في هذه الأثناء.",
    notDone: "لم ينجح ذلك. يُرجى المحاولة مرة أخرى.",
  },
  destination: {
    newTitle: "إضافة وجهة",
    editTitle: "تعديل الوجهة",
    kind: "النوع",
    name: "الاسم",
    nameHint: "مكتب الاستقبال",
    where: {
      webhook: {
        label: "الرابط",
        hint: "موقّع وفق Standard Webhooks، ويُعرض السر مرة واحدة بعد هذا.",
        example: "https://example.com/hooks/messages",
      },
      email: {
        label: "عنوان البريد الإلكتروني",
        hint: "يصله رابط توثيق أولًا.",
        example: "desk@example.com",
      },
      chat: {
        label: "رابط خطاف الدردشة",
        hint: "بصيغة Slack التي تقبلها دردشات كثيرة.",
        example: "https://hooks.slack.com/services/…",
      },
    },
    masked: (shown) => `الآن ${shown}. اتركه فارغًا للإبقاء عليه.`,
    events: "الأحداث",
    eventNames: {
      customer_message_received: "رسائل العملاء، مجمّعة",
      chat_message_created: "كل رسالة من الجانبين، فورًا",
    },
    create: "إضافة",
    save: "حفظ",
    failed: "تعذّر الحفظ. يُرجى المحاولة مرة أخرى.",
    refused: {
      "too-many-destinations": "بلغ عدد الوجهات أقصى ما يسمح به الموقع.",
      "version-conflict": "غيّرها شخص آخر في هذه الأثناء. أغلق هذا وافتحه مرة أخرى.",
      unavailable: "التنبيهات غير متاحة حاليًا. يُرجى المحاولة لاحقًا.",
    },
  },
  secret: {
    title: (name) => `سر ${name}`,
    text: "تُوقَّع الإرسالات به. يُعرض الآن فقط: انسخه إلى مكان آمن.",
    oldValidUntil: (moment) => `السر السابق صالح حتى ${moment}.`,
    done: "لقد نسخته",
  },

  policy: {
    title: "وتيرة التنبيهات",
    hint: "لكل وجهات هذا الموقع.",
    failed: "تعذّر تحميل إعدادات التنبيهات",
    quietPeriod: "فترة الهدوء",
    quietPeriodHint: "بعد التنبيه تُجمع الرسائل التالية من المحادثة نفسها في نهاية هذه المدة.",
    seconds: "ثانية",
    dailyLimit: "الحد اليومي",
    dailyLimitHint: "تنبيهات كل وجهة في اليوم. اتركه فارغًا لعدم التحديد.",
    timeZone: "المنطقة الزمنية",
    quietHours: "ساعات الهدوء",
    quietHoursHint: "تنتظر التنبيهات حتى تنقضي.",
    start: "من",
    end: "إلى",
    customerEmails: "رسائل بريد إلى العملاء",
    customerEmailsHint: "العميل الذي لم يقرأ الرد يصله بريد واحد به.",
    senderName: "اسم المرسل",
    senderNameHint: "فارغ يعني الاسم في إعدادات بريد الموقع.",
    language: "اللغة",
    languageHint: "لرسائل البريد وتنبيهات الدردشة. يُراسَل العميل بلغة حجزه إن كانت متاحة.",
    automatic: "تلقائي (الإنجليزية)",
    languages: { en: "الإنجليزية", ar: "العربية" },
  },

  delivery: {
    title: "سجل التسليم",
    hint: "كل تنبيه وحالته، الأحدث أولًا.",
    failed: "تعذّر تحميل سجل التسليم",
    stale: "قد تكون هذه قديمة.",
    none: "لا توجد تنبيهات بعد",
    noneHint: "تظهر التنبيهات هنا مع حالتها.",
    noneSuch: "لا شيء من هذا النوع",
    noneSuchHint: "اختر حالة أو وجهة أخرى.",
    byState: "الحالة",
    everyState: "كل الحالات",
    byDestination: "الوجهة",
    everyDestination: "كل الوجهات",
    refresh: "تحديث",
    to: "إلى",
    states: { waiting: "ينتظر", sent: "أُرسل", failed: "تعثر", dropped: "أُسقط" },
    notices: {
      customer_message_received: "رسالة جديدة",
      customer_messages_summed_up: "رسائل أخرى مجمّعة",
      chat_message_created: "رسالة من أحد الجانبين",
      customer_has_reply: "رد للعميل",
      destination_paused: "أُوقفت وجهة",
      destination_verification: "توثيق عنوان",
      destination_test: "تجربة",
    },
    reasons: {
      "quiet-period": "ينتظر نهاية فترة الهدوء.",
      "quiet-hours": "ينتظر نهاية ساعات الهدوء.",
      "unread-wait": "ينتظر إن كانت ستُقرأ.",
      "read-before-send": "قُرئت قبل موعده.",
      paused: "كانت الوجهة متوقفة.",
      "rate-limited": "بلغ حد اليوم.",
      "no-destination": "لم تكن هناك وجهة.",
      unverified: "لم يكن العنوان موثّقًا.",
      "destination-deleted": "حُذفت الوجهة.",
      "customer-emails-off": "رسائل البريد إلى العملاء متوقفة.",
      "portal-disabled": "بوابة العملاء متوقفة.",
      "no-address": "لا بريد إلكترونيًا للعميل.",
      unsubscribed: "ألغى المستقبِل اشتراكه.",
      "too-old": "صار قديمًا جدًا.",
    },
    attempts: (count) =>
      arabicCount(count, {
        one: "محاولة واحدة حتى الآن.",
        two: "محاولتان حتى الآن.",
        few: (n) => `${n} محاولات حتى الآن.`,
        many: (n) => `${n} محاولة حتى الآن.`,
      }),
    next: (moment) => `المحاولة التالية: ${moment}.`,
    givenUp: "توقفت المحاولات.",
    noAnswer: "لم يكن هناك رد.",
    resend: "إعادة الإرسال",
    resent: "يُرسل الآن مرة أخرى.",
    notResent: "تعذّر إرساله مرة أخرى.",
    refused: {
      paused: "وجهته متوقفة مؤقتًا. استأنفها أولًا.",
      unverified: "عنوان وجهته غير موثّق بعد.",
      "destination-deleted": "حُذفت وجهته.",
    },
    resendFailed: "إعادة إرسال المتعثر",
    resendFailedText: "كل ما تعثر يُرسل مرة أخرى بالمعرّفات نفسها.",
    since: "تعثر خلال",
    lastHours: (hours) => {
      if (hours <= 1) return "الساعة الأخيرة";
      const days = hours / 24;
      return days <= 1 ? "آخر ٢٤ ساعة" : `آخر ${arabicNumber(days)} أيام`;
    },
    resentMany: (count) =>
      count === 0
        ? "لم يتعثر شيء في تلك المدة."
        : arabicCount(count, {
            one: "تنبيه واحد في طريقه مرة أخرى.",
            two: "تنبيهان في طريقهما مرة أخرى.",
            few: (n) => `${n} تنبيهات في طريقها مرة أخرى.`,
            many: (n) => `${n} تنبيهًا في طريقها مرة أخرى.`,
          }),
  },

  history: {
    title: "السجل",
    hint: "من غيّر ماذا، الأحدث أولًا.",
    failed: "تعذّر تحميل السجل",
    partial: "بعض السجل غير متاح حاليًا.",
    none: "لم يتغير شيء بعد",
    noneHint: "يُحفظ هنا كل تغيير في الإعدادات.",
    automatic: "تلقائيًا",
    flipped: (name, on) => `${name}: ${on ? "شُغّلت" : "أُوقفت"}`,
    switches: { portalEnabled: "بوابة العملاء", supportMessaging: "مراسلة الدعم" },
    whats: {
      "destination-created": "أُضيفت وجهة",
      "destination-changed": "عُدّلت وجهة",
      "destination-paused": "أُوقفت وجهة",
      "destination-resumed": "استُؤنفت وجهة",
      "destination-verified": "وُثّق عنوان",
      "destination-deleted": "حُذفت وجهة",
      "secret-rotated": "سر جديد",
      "policy-changed": "تغيّرت وتيرة التنبيهات",
    },
    fields: {
      name: "الاسم",
      url: "الرابط",
      address: "البريد الإلكتروني",
      events: "الأحداث",
      quietPeriodSeconds: "فترة الهدوء بالثواني",
      dailyLimit: "الحد اليومي",
      timeZone: "المنطقة الزمنية",
      quietHours: "ساعات الهدوء",
      customerEmails: "رسائل بريد إلى العملاء",
      senderName: "اسم المرسل",
      language: "اللغة",
    },
    to: "إلى",
    nothing: "لا شيء",
    on: "مُشغّل",
    off: "متوقف",
  },
};
export default dashboard;
