"""What the notifier answers, written out in full."""

from typing import Any

MOMENT = "2026-03-15T09:30:00Z"
LATER = "2026-03-16T09:30:00Z"
BY = {"operatorId": "operator-1", "name": "Ana Sousa", "email": "ana@staff.example"}

DESTINATION: dict[str, Any] = {
    "id": "destination-1",
    "locationId": "lisbon",
    "kind": "webhook",
    "name": "Ops",
    "url": "https://hooks.example.com/in",
    "address": None,
    "events": ["customer_message_received"],
    "verified": True,
    "paused": False,
    "pauseReason": None,
    "pausedAt": None,
    "failingSince": None,
    "oldSecretValidUntil": None,
    "version": 3,
    "createdAt": MOMENT,
    "createdBy": BY,
    "changedAt": MOMENT,
    "changedBy": None,
}

DELIVERY: dict[str, Any] = {
    "id": "delivery-1",
    "locationId": "lisbon",
    "audience": "staff",
    "notice": "customer_message_received",
    "destinationId": "destination-1",
    "destinationName": "Ops",
    "kind": "webhook",
    "bookingId": "booking-1",
    "threadId": "thread-1",
    "messageId": "message-1",
    "seq": 4,
    "messages": [{"messageId": "message-1", "seq": 4, "reason": None}],
    "customerName": "Zoë Lindqvist",
    "confirmationCode": "KAYAK7-2026",
    "state": "failed",
    "reason": None,
    "attempts": 2,
    "nextAttemptAt": LATER,
    "lastAnswer": {
        "at": MOMENT,
        "status": 500,
        "text": "Oops",
        "error": "The answer was 500 Internal Server Error.",
        "milliseconds": 12,
    },
    "createdAt": MOMENT,
    "sentAt": None,
}

EXPLANATION: dict[str, Any] = {
    "messageId": "message-1",
    "explanations": [
        {
            "destinationId": "destination-1",
            "destinationName": "Ops",
            "text": "Failed twice, the last time with 500. Tried again at 09:30:00 on 16 March.",
            "groupedInto": None,
            "delivery": DELIVERY,
            "reason": {
                "code": "failed",
                "at": MOMENT,
                "attempts": 2,
                "error": "The answer was 500 Internal Server Error.",
                "beingRetried": False,
                "nextAttemptAt": LATER,
            },
        }
    ],
}

POLICY: dict[str, Any] = {
    "quietPeriodSeconds": 300,
    "dailyLimit": 50,
    "timeZone": "Europe/Lisbon",
    "quietHours": {"start": "22:00", "end": "07:00"},
    "customerEmails": True,
    "senderName": "Lisbon River Tours",
}

POLICY_VIEW: dict[str, Any] = {
    **POLICY,
    "locationId": "lisbon",
    "version": 5,
    "changedAt": MOMENT,
    "changedBy": BY,
}

HISTORY: dict[str, Any] = {
    "items": [
        {
            "id": "change-1",
            "what": "destination-changed",
            "destinationId": "destination-1",
            "destinationName": "Ops",
            "changedAt": MOMENT,
            "changedBy": BY,
            "before": {"name": "Operations"},
            "after": {"name": "Ops"},
        }
    ],
    "nextCursor": None,
}

TEST_RESULT: dict[str, Any] = {
    "delivered": False,
    "status": 500,
    "answer": "Oops",
    "error": "The answer was 500 Internal Server Error.",
    "milliseconds": 12,
}

ROTATED: dict[str, Any] = {"secret": "whsec_bmV3", "oldSecretValidUntil": LATER}


def page(*items: dict[str, Any]) -> dict[str, Any]:
    return {"items": list(items), "nextCursor": None}
