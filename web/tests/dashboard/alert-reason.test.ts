import { describe, expect, test } from "vitest";
import { alertReason } from "../../src/dashboard/kit/format/alert-reason";
import type { AlertReason } from "../../src/dashboard/model/gateway/contracts";
import arabic from "../../src/texts/dashboard.ar";
import { dashboard as english } from "../../src/texts/dashboard.en";

const AT = "2026-03-16T12:00:00Z";
const LATER = "2026-03-16T12:02:00Z";
const moment = (at: string) => at.slice(11, 16);

const FAILED = {
  code: "failed",
  at: AT,
  attempts: 2,
  error: "Oops",
  beingRetried: false,
  nextAttemptAt: LATER,
} as const;
const SENT = { code: "sent", at: AT, attempts: 1, status: 204, others: 0 } as const;
const WAITING = { code: "waiting", waitsFor: "quiet-period", dueAt: LATER, others: 2 } as const;

const REASONS: readonly (readonly [AlertReason, string])[] = [
  [{ code: "read-before-summary" }, "Not included: it was read before the summary was sent."],
  [{ code: "being-sent" }, "Being sent now."],
  [WAITING, "Waiting for the quiet period to end. Due: 12:02. Summarized with 2 other messages."],
  [{ code: "waiting", waitsFor: null, dueAt: null, others: 0 }, "Due now."],
  [SENT, "Sent: 12:00. Response: 204."],
  [
    { ...SENT, attempts: 3, status: null, others: 1 },
    "Sent: 12:00. Attempt 3. Summarized with 1 other message.",
  ],
  [{ ...SENT, at: null, status: null }, "Sent."],
  [FAILED, "Failed after 2 attempts. Last attempt: 12:00. Next attempt: 12:02."],
  [
    { ...FAILED, attempts: 1, nextAttemptAt: null },
    "Failed after 1 attempt. Last attempt: 12:00. No more attempts.",
  ],
  [
    { ...FAILED, at: null, beingRetried: true, nextAttemptAt: null },
    "Failed after 2 attempts. Trying again now.",
  ],
  [{ code: "dropped", reason: "paused" }, "Not sent. The destination was paused."],
  [{ code: "created-later" }, "The destination was added after this message."],
  [
    { code: "not-subscribed", event: "chat_message_created" },
    "The destination doesn’t receive this event: Every message from both sides, immediately.",
  ],
  [
    { code: "not-subscribed", event: null },
    "The destination didn’t receive this event at the time.",
  ],
];

describe("why a message alerted a destination or not", () => {
  test.each(REASONS)("%j", (reason, sentence) => {
    expect(alertReason(reason, english, moment)).toBe(sentence);
  });

  test.each(REASONS)("has no English words in Arabic: %j", (reason) => {
    expect(alertReason(reason, arabic, moment)).not.toMatch(/[A-Za-z]/);
  });

  test("counts in Arabic have their own forms", () => {
    const attempts = [1, 2, 3, 11].map((count) => arabic.whyAlert.reasons.failed(count));
    expect(attempts).toEqual([
      "تعثر بعد محاولة واحدة.",
      "تعثر بعد محاولتين.",
      expect.stringMatching(/^تعثر بعد (3|٣) محاولات\.$/),
      expect.stringMatching(/^تعثر بعد (11|١١) محاولة\.$/),
    ]);
  });

  test("a code of a newer gateway is not known", () => {
    const newer = { code: "held-by-moderation" } as unknown as AlertReason;
    expect(alertReason(newer, english, moment)).toBeNull();
  });
});
