"""What may be asked for as an alert destination, and what is said of each field that may not."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.destinations import (
    DestinationChange,
    DestinationKind,
    NewDestination,
    Subscription,
    fitting_address,
    rules_of,
)

WEBHOOK = {"kind": "webhook", "name": "Ops", "url": "https://hooks.example.com/in?tenant=1"}
EMAIL = {"kind": "email", "name": "Front desk", "address": "desk@lisbon-river.example"}
CHAT = {"kind": "chat", "name": "#bookings", "url": "https://hooks.slack.com/services/T0/B0/x"}


def fields_at_fault(contract: Any, body: dict[str, Any]) -> dict[str, str]:
    """The message for each field; nothing for a body that is right."""
    try:
        contract.model_validate_json(json.dumps(body))
    except ValidationError as error:
        return {".".join(map(str, item["loc"])): item["msg"] for item in error.errors()}
    return {}


@pytest.mark.parametrize("body", [WEBHOOK, EMAIL, CHAT])
def test_each_kind_takes_its_own_place_to_go(body: dict[str, Any]) -> None:
    assert fields_at_fault(NewDestination, body) == {}


def test_a_destination_hears_of_customers_messages_unless_it_says_otherwise() -> None:
    assert NewDestination.model_validate(CHAT).events == (Subscription.CUSTOMER_MESSAGE_RECEIVED,)


def test_an_event_asked_for_twice_is_asked_for_once() -> None:
    events = ["chat_message_created", "chat_message_created"]

    wanted = NewDestination.model_validate(WEBHOOK | {"events": events})

    assert wanted.events == (Subscription.CHAT_MESSAGE_CREATED,)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"url": None}, "url", "is needed for kind webhook"),
        ({"address": "a@example.com"}, "address", "does not go with kind webhook: give a url"),
        ({"url": "ftp://example.com"}, "url", "must start with https://"),
        ({"url": "//example.com"}, "url", "must start with https://"),
        ({"url": "https:///path"}, "url", "must name a host"),
        ({"url": "https://example.com:0/"}, "url", "must name a host"),
        ({"url": "https://example.com:99999/"}, "url", "is not a URL"),
        ({"url": "https://[::1/"}, "url", "is not a URL"),
        (
            {"url": "https://user:word@example.com/"},
            "url",
            "must not carry a user name or password: calls are signed instead",
        ),
        (
            {"url": "https://example.com/#x"},
            "url",
            "must not have a fragment (#...): it would never be sent",
        ),
        (
            {"url": "https://example.com/\r\nHost: x"},
            "url",
            "must be printable ASCII without spaces; write others percent-encoded",
        ),
        (
            {"url": "https://bücher.example/"},
            "url",
            "must be printable ASCII without spaces; write others percent-encoded",
        ),
        ({"name": "Ops\r\nBcc: x@example.com"}, "name", "must be one line of visible characters"),
    ],
)
def test_a_field_of_a_webhook_that_will_not_do_says_why(
    change: dict[str, Any], field: str, reason: str
) -> None:
    assert fields_at_fault(NewDestination, WEBHOOK | change) == {field: f"Value error, {reason}"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "pigeon"}, "kind"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"events": []}, "events"),
        ({"events": ["everything"]}, "events.0"),
        ({"url": "https://example.com/" + "x" * 2048}, "url"),
        ({"secret": "whsec_mine"}, "secret"),
    ],
)
def test_each_field_is_checked_on_its_own(change: dict[str, Any], field: str) -> None:
    assert list(fields_at_fault(NewDestination, WEBHOOK | change)) == [field]


@pytest.mark.parametrize(
    "address",
    [
        "desk@example.com\r\nBcc: everyone@example.com",
        "desk@example.com\nBcc: everyone@example.com",
        "Front Desk <desk@example.com>",
        "desk@example.com, other@example.com",
        "desk@[127.0.0.1]",
        "desk@localhost",
        "desk",
        "x" * 65 + "@example.com",
        "desk@" + "x" * 250 + ".com",
    ],
)
def test_an_address_is_one_plain_address(address: str) -> None:
    assert list(fields_at_fault(NewDestination, EMAIL | {"address": address})) == ["address"]


def test_an_international_domain_is_kept_as_mail_servers_know_it() -> None:
    wanted = NewDestination.model_validate(EMAIL | {"address": "zoe@bücher.example"})

    assert wanted.address == "zoe@xn--bcher-kva.example"


def test_a_name_beyond_ascii_is_kept_and_its_domain_is_as_mail_servers_know_it() -> None:
    wanted = NewDestination.model_validate(EMAIL | {"address": "jose\u0301@b\u00fccher.example"})

    assert wanted.address == "jos\u00e9@xn--bcher-kva.example"


AROUND = [
    " {}",
    "{} ",
    "\t{}\n",
    "{}\u00a0",
    "\ufeff{}",
    "{}\u200b",
    " \u2060{}\u200b\r\n",
    "\u3000{}",
]


@pytest.mark.parametrize("pasted", AROUND)
def test_what_was_pasted_around_an_address_does_not_belong_to_it(pasted: str) -> None:
    url = "https://hooks.example.com/booking-chat"
    webhook = NewDestination.model_validate(WEBHOOK | {"url": pasted.format(url)})
    email = NewDestination.model_validate(
        EMAIL | {"address": pasted.format("desk@example.com"), "name": pasted.format("Desk")}
    )
    change = DestinationChange(url=pasted.format(url), address=pasted.format("desk@example.com"))

    assert (webhook.url, email.address, email.name) == (url, "desk@example.com", "Desk")
    assert (change.url, change.address) == (url, "desk@example.com")


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2800\u00a0", "\ufe0f"])
def test_a_name_that_shows_nothing_is_none(name: str) -> None:
    assert list(fields_at_fault(NewDestination, EMAIL | {"name": name})) == ["name"]


@pytest.mark.parametrize("body", [EMAIL, CHAT])
def test_only_webhooks_hear_of_every_message(body: dict[str, Any]) -> None:
    assert fields_at_fault(NewDestination, body | {"events": ["chat_message_created"]}) == {
        "events": "Value error, chat_message_created goes to webhooks only"
    }


def test_a_change_names_only_what_shall_change() -> None:
    change = DestinationChange.model_validate_json('{"paused": true}')

    assert change == DestinationChange(paused=True)
    assert fields_at_fault(DestinationChange, {"kind": "email"}) == {
        "kind": "Extra inputs are not permitted"
    }


def test_a_policy_that_says_nothing_is_the_default() -> None:
    assert AlertPolicy.model_validate({}).model_dump(by_alias=True) == {
        "quietPeriodSeconds": 120,
        "dailyLimit": None,
        "timeZone": "UTC",
        "quietHours": None,
        "customerEmails": True,
        "senderName": None,
    }


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        ({"quietPeriodSeconds": 9}, "quietPeriodSeconds"),
        ({"quietPeriodSeconds": 3601}, "quietPeriodSeconds"),
        ({"quietPeriodSeconds": "120"}, "quietPeriodSeconds"),
        ({"dailyLimit": 0}, "dailyLimit"),
        ({"timeZone": "Lisbon"}, "timeZone"),
        ({"quietHours": {"start": "24:00", "end": "07:00"}}, "quietHours.start"),
        ({"quietHours": {"start": "07:00", "end": "07:00"}}, "quietHours"),
        ({"customerEmails": "no"}, "customerEmails"),
        ({"senderName": "Lisbon\nRiver"}, "senderName"),
    ],
)
def test_a_policy_that_makes_no_sense_names_its_field(policy: dict[str, Any], field: str) -> None:
    assert list(fields_at_fault(AlertPolicy, policy)) == [field]


def test_kinds_are_named_on_the_wire_as_the_api_names_them() -> None:
    assert [str(kind) for kind in DestinationKind] == ["webhook", "email", "chat"]


def test_each_kind_is_signed_verified_and_masked_as_the_api_says() -> None:
    url, address = "https://hooks.example.com/services/secret", "desk@lisbon.example"

    rules = {kind: rules_of(kind) for kind in DestinationKind}

    assert {kind for kind, each in rules.items() if each.signed} == {DestinationKind.WEBHOOK}
    assert {kind for kind, each in rules.items() if each.for_programs} == {DestinationKind.WEBHOOK}
    assert {kind for kind, each in rules.items() if each.verified_by_link} == {
        DestinationKind.EMAIL
    }
    assert {
        DestinationKind.WEBHOOK: rules[DestinationKind.WEBHOOK].shown(url),
        DestinationKind.EMAIL: rules[DestinationKind.EMAIL].shown(address),
        DestinationKind.CHAT: rules[DestinationKind.CHAT].shown(url),
    } == {
        DestinationKind.WEBHOOK: url,
        DestinationKind.EMAIL: address,
        DestinationKind.CHAT: "hooks.example.com/…cret",
    }


@pytest.mark.parametrize("kind", [DestinationKind.WEBHOOK, DestinationKind.CHAT])
def test_an_address_does_not_fit_a_kind_that_has_a_url(kind: DestinationKind) -> None:
    with pytest.raises(ValueError, match=f"^does not go with kind {kind}: give a url$"):
        fitting_address(kind, "desk@lisbon.example")


def test_a_changed_address_is_checked_and_normalised_like_a_new_one() -> None:
    change = DestinationChange.model_validate_json('{"address": "zoe@b\u00fccher.example"}')

    assert change.address == "zoe@xn--bcher-kva.example"
    assert fields_at_fault(DestinationChange, {"address": "desk@localhost"}).keys() == {"address"}


@pytest.mark.parametrize("around", [" {}", "{} ", "\t{}\r\n", "{}\u00a0", "\u2003{}\u3000"])
@pytest.mark.parametrize(("body", "field"), [(EMAIL, "address"), (WEBHOOK, "url"), (CHAT, "url")])
def test_spaces_around_a_pasted_address_are_not_part_of_it(
    body: dict[str, Any], field: str, around: str
) -> None:
    pasted = {**body, field: around.format(body[field])}
    change = {field: pasted[field]}

    assert getattr(NewDestination.model_validate(pasted), field) == body[field]
    assert getattr(DestinationChange.model_validate(change), field) == body[field]


@pytest.mark.parametrize("address", ["front desk@lisbon.example", "a@b .example", "   "])
def test_spaces_inside_an_address_are_refused(address: str) -> None:
    assert list(fields_at_fault(NewDestination, {**EMAIL, "address": address})) == ["address"]
