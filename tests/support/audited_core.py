"""Words for tests of `verify`: who talks in the healthy core, and what it has said."""

from booking_chat.contracts.ids import message_id, thread_id
from chat_tools.audit.findings import AuditReport, Kind
from support.own_core import Numbered, OwnCore

TALK, QUIET, EMPTY = "booking-talk", "booking-quiet", "booking-empty"
THREAD = thread_id(TALK)
CLIENT_IDS = [f"1b4e28ba-2fa1-41d2-883f-00000000000{n}" for n in range(1, 6)]
MESSAGES = [message_id(THREAD, client_id) for client_id in CLIENT_IDS]
Place = tuple[Kind, str | None, int | None]


def places(report: AuditReport) -> set[Place]:
    return {(finding.kind, finding.thread_id, finding.seq) for finding in report.findings}


def messages_said(core: OwnCore) -> list[Numbered]:
    """First copies of the talk's message events, in order."""
    first: dict[bytes, Numbered] = {}
    for record, partition in core.events.said:
        headers = dict(record.headers)
        if headers["ce_type"] == b"MessagePosted" and record.key == TALK.encode():
            first.setdefault(headers["ce_id"], (record, partition))
    return list(first.values())


def others_said(core: OwnCore) -> list[Numbered]:
    return [(record, number) for record, number in core.events.said if record.key != TALK.encode()]
