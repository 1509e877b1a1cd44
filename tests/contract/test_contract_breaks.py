"""Every kind of change that breaks whoever counts on a contract is found, and named by its line."""

import pytest

from booking_chat.contracts.bounds import ShownText
from booking_chat.contracts.events import MessagePosted
from contract.changes import (
    Change,
    breaks_after,
    field,
    line,
    optional,
    renamed,
    required,
    with_field,
    with_values,
    within,
    without,
)
from devstack.contracts.documents import WEBHOOK_CALL
from devstack.contracts.schemas import schema_of

EVENT = "MessagePosted on chat.events.v1:"
BOOKING = "BookingChanged on bookings.v1:"
COMMAND = "PostMessage on chat.commands.v1:"
GIVEN = "in what we write now; readers count on it"
ADD = "Added[...]"
TAKEN = "in what others write; we have to go on reading it"


@pytest.mark.parametrize(
    ("record", "change", "place", "expected"),
    [
        pytest.param(
            "MessagePosted",
            without("senderName"),
            '"senderName"',
            [f"{EVENT} senderName is missing {GIVEN}"],
            id="an event loses a field",
        ),
        pytest.param(
            "MessagePosted",
            field("seq", type="string", minimum=None),
            '"seq"',
            [f"{EVENT} seq may be string {GIVEN}", f"{EVENT} seq may be integer {TAKEN}"],
            id="a field of an event has another type",
        ),
        pytest.param(
            "MessagePosted",
            field("text", type=["string", "null"]),
            '"text"',
            [f"{EVENT} text may be null {GIVEN}"],
            id="a field of an event may be null now",
        ),
        pytest.param(
            "MessagePosted",
            optional("customerName"),
            '"customerName"',
            [f"{EVENT} customerName may be missing {GIVEN}"],
            id="a field of an event is not always there any more",
        ),
        pytest.param(
            "MessagePosted",
            field("sentAt", format="time"),
            '"sentAt"',
            [
                f"{EVENT} sentAt need not have the format date-time {GIVEN}",
                f"{EVENT} sentAt need not have the format time {TAKEN}",
            ],
            id="a field of an event has another format",
        ),
        pytest.param(
            "CommandRejected",
            with_values(lambda values: values.append("too-late"), "RejectionReason"),
            '"RejectionReason": {',
            [f"CommandRejected on chat.events.v1: reason may be 'too-late' {GIVEN}"],
            id="an event has a value that its readers do not know",
        ),
        pytest.param(
            "CommandRejected",
            with_values(lambda values: values.remove("id-reused"), "RejectionReason"),
            '"RejectionReason": {',
            [f"CommandRejected on chat.events.v1: reason may be 'id-reused' {TAKEN}"],
            id="we do not know a value any more that stands in the log",
        ),
        pytest.param(
            "PostMessage",
            without("clientMessageId"),
            '"clientMessageId"',
            [f"{COMMAND} clientMessageId is not known {TAKEN}"],
            id="a command loses a field",
        ),
        pytest.param(
            "PostMessage",
            field("text", maxLength=2000),
            '"text"',
            [f"{COMMAND} text may be above the maxLength 2000 {TAKEN}"],
            id="a command takes less than before",
        ),
        pytest.param(
            "PostMessage",
            field("text", minLength=2, pattern="^[a-z]+$"),
            '"text"',
            [
                f"{COMMAND} text need not have the pattern ^[a-z]+$ {TAKEN}",
                f"{COMMAND} text may be below the minLength 2 {TAKEN}",
            ],
            id="a command takes other text than before",
        ),
        pytest.param(
            "MarkRead",
            with_values(lambda values: values.remove(1), "SenderType"),
            '"SenderType": {',
            [f"MarkRead on chat.commands.v1: sender.senderType may be 1 {TAKEN}"],
            id="a command knows fewer values",
        ),
        pytest.param(
            "BookingChanged",
            required("startTime"),
            '"startTime"',
            [f"{BOOKING} startTime may be missing {TAKEN}"],
            id="what was optional for a writer is needed",
        ),
        pytest.param(
            "BookingChanged",
            without("activityName"),
            '"activityName"',
            [f"{BOOKING} activityName is passed over {TAKEN}"],
            id="what a writer tells is not read any more",
        ),
        pytest.param(
            "BookingChanged",
            field("startTime", anyOf=[{"type": "string", "format": "date-time"}]),
            '"startTime"',
            [f"{BOOKING} startTime may be null {TAKEN}"],
            id="a writer may not say null any more",
        ),
    ],
)
def test_a_break_is_named_with_the_released_line_that_it_breaks(
    record: str, change: Change, place: str, expected: list[str]
) -> None:
    number = line(record, place)

    assert breaks_after(record, change) == [
        f"released/{record}.json:{number}: {what}" for what in expected
    ]


@pytest.mark.parametrize(
    ("record", "change", "place", "expected"),
    [
        pytest.param(
            "customer_messages_summed_up",
            without("firstSeq"),
            '"firstSeq"',
            "customer_messages_summed_up on webhooks: firstSeq is missing",
            id="what only webhooks get loses a field",
        ),
        pytest.param(
            "destination_test",
            field("customerName", type=["string", "null"]),
            '"customerName"',
            "destination_test on webhooks: customerName may be null",
            id="a sample has a field that may be null now",
        ),
        pytest.param(
            WEBHOOK_CALL,
            within("body", without("id")),
            '"id"',
            "webhook_call on webhooks: body.id is missing",
            id="the event around the data loses its id",
        ),
        pytest.param(
            WEBHOOK_CALL,
            within("body", field("specversion", const="2.0")),
            '"specversion"',
            "webhook_call on webhooks: body.specversion may be '2.0'",
            id="the event has another version",
        ),
        pytest.param(
            WEBHOOK_CALL,
            within("headers", renamed("webhook-signature", "x-signature")),
            '"webhook-signature"',
            "webhook_call on webhooks: headers.webhook-signature is missing",
            id="the signature is in another header",
        ),
        pytest.param(
            WEBHOOK_CALL,
            within("headers", field("webhook-timestamp", pattern="^.*$")),
            '"webhook-timestamp"',
            "webhook_call on webhooks: headers.webhook-timestamp need not have the pattern"
            " ^[0-9]+$",
            id="the moment is written in another way",
        ),
    ],
)
def test_whoever_receives_webhooks_is_not_broken_either(
    record: str, change: Change, place: str, expected: str
) -> None:
    first, *_ = breaks_after(record, change)

    assert first == f"released/{record}.json:{line(record, place)}: {expected} {GIVEN}"


def test_a_webhooks_call_may_say_more_than_before() -> None:
    new = within("body", with_field("subject", {"type": "string"}, required=True))

    assert breaks_after(WEBHOOK_CALL, new) == []


def test_a_renamed_field_is_the_loss_of_the_old_one() -> None:
    to_author = renamed("senderName", "author")
    events = breaks_after("MessagePosted", to_author)
    bookings = breaks_after("BookingChanged", renamed("activityName", "activity"))

    released = line("MessagePosted", '"senderName"')
    current = line("MessagePosted", '"author"', to_author)
    place = f"schemas/MessagePosted.json:{current}: {EVENT} author"
    assert events == [
        f"released/MessagePosted.json:{released}: {EVENT} senderName is missing {GIVEN}",
        f"{place} is missing {TAKEN}",
        f"{place} is always written, and what was stored before has no author: {ADD}",
    ]
    released = line("BookingChanged", '"activityName"')
    assert bookings == [
        f"released/BookingChanged.json:{released}: {BOOKING} activityName is passed over {TAKEN}"
    ]


def test_a_field_that_a_command_newly_needs_is_named_with_its_new_line() -> None:
    new = with_field("channel", {"type": "string"}, required=True)

    found = breaks_after("PostMessage", new)

    current = line("PostMessage", '"channel"', new)
    assert found == [f"schemas/PostMessage.json:{current}: {COMMAND} channel is missing {TAKEN}"]


def test_a_field_that_is_newly_always_written_is_missing_in_what_is_stored() -> None:
    new = with_field("channel", {"type": "string"}, required=True)

    not_needed = breaks_after("MessagePosted", new, needed=optional("channel"))
    needed = breaks_after("MessagePosted", new)

    current = line("MessagePosted", '"channel"', new)
    place = f"schemas/MessagePosted.json:{current}: {EVENT} channel"
    always = f"{place} is always written, and what was stored before has no channel: {ADD}"
    assert not_needed == [always]
    assert needed == [f"{place} is missing {TAKEN}", always]


@pytest.mark.parametrize(
    ("change", "place", "expected"),
    [
        (lambda topics: topics.pop("locations.v1"), '"locations.v1"', "locations.v1 is gone"),
        (
            lambda topics: topics["chat.events.v1"]["records"].remove("ThreadRead"),
            '"ThreadRead"',
            "ThreadRead is no longer on chat.events.v1",
        ),
        (lambda topics: topics.pop("webhooks"), '"webhooks"', "webhooks is gone"),
        (
            lambda topics: topics["webhooks"]["records"].remove("customer_messages_summed_up"),
            '"customer_messages_summed_up"',
            "customer_messages_summed_up is no longer on webhooks",
        ),
        (
            lambda topics: topics["chat.commands.v1"].update(partitions=24),
            '"partitions": 12',
            "chat.commands.v1: partitions was 12 and is 24",
        ),
        (
            lambda topics: topics["chat.commands.v1"].update(key="locationId"),
            '"key": "bookingId"',
            "chat.commands.v1: key was bookingId and is locationId",
        ),
        (
            lambda topics: topics["chat.commands.v1"].update(retentionDays=6),
            '"retentionDays": 7',
            "chat.commands.v1: retentionDays was 7 and is 6",
        ),
        (
            lambda topics: topics["chat.events.v1"].update(retentionDays=7),
            '"retentionDays": null',
            "chat.events.v1: retentionDays was None and is 7",
        ),
        (
            lambda topics: topics["chat.commands.v1"].update(compacted=True),
            '"compacted": false',
            "chat.commands.v1: compacted was False and is True",
        ),
    ],
)
def test_what_a_topic_promises_is_kept_too(change: Change, place: str, expected: str) -> None:
    assert breaks_after("topics", change) == [
        f"released/topics.json:{line('topics', place)}: {expected}"
    ]


@pytest.mark.parametrize(
    ("record", "change"),
    [
        ("MessagePosted", with_field("channel", {"type": "string"}, required=False)),
        ("PostMessage", with_field("channel", {"type": "string"}, required=False)),
        ("PostMessage", field("text", maxLength=8000)),
        ("MarkRead", with_values(lambda values: values.append(2), "SenderType")),
        ("BookingChanged", optional("confirmationCode")),
        ("MessagePosted", field("senderName", description="Who wrote.")),
        ("topics", lambda topics: topics["chat.commands.v1"].update(retentionDays=30)),
        ("topics", lambda topics: topics["chat.commands.v1"].update(retentionDays=None)),
        ("topics", lambda topics: topics.update({"new.v1": {"partitions": 1, "records": []}})),
        ("topics", lambda topics: topics["chat.events.v1"]["records"].append("ThreadMuted")),
    ],
)
def test_what_readers_and_writers_can_live_with_is_no_break(record: str, change: Change) -> None:
    assert breaks_after(record, change) == []


class MessagePostedWithoutName(MessagePosted):
    sender_name: ShownText | None = None  # type: ignore[assignment] # the break that is tested


def test_a_change_of_the_code_is_a_change_of_the_contract() -> None:
    changed = schema_of(MessagePostedWithoutName, "serialization")

    found = breaks_after("MessagePosted", lambda schema: (schema.clear(), schema.update(changed)))

    number = line("MessagePosted", '"senderName"')
    assert found == [
        f"released/MessagePosted.json:{number}: {EVENT} senderName may be null {GIVEN}"
    ]
