"""How destinations change, what their history says, and who is told of a pause."""

from datetime import timedelta
from typing import Any

import pytest

from booking_chat.contracts.http.destinations import (
    DestinationChange,
    DestinationKind,
    NewDestination,
    PauseReason,
    Subscription,
)
from notifier.domain.destinations.announcements import pause_deliveries
from notifier.domain.destinations.changes import (
    HistoryEntry,
    changed,
    created,
    deleted,
    paused,
    rotated,
    verification,
    verified,
)
from notifier.domain.destinations.destination import Destination, has_failed_too_long
from notifier.domain.notices import Target
from notifier.queries.destination_views import destination_view
from support.alert_world import ANA, BOB, NOON, a_destination, at

EMAIL = a_destination("desk", kind=DestinationKind.EMAIL)


def a_new_one(**wanted: Any) -> Destination:
    return created(
        NewDestination.model_validate(wanted),
        "lisbon",
        new_id="destination-1",
        secret="whsec_bmV3",
        token="token",
        by=ANA,
        now=NOON,
    ).destination


def test_a_new_webhook_signs_and_is_in_use() -> None:
    webhook = a_new_one(kind="webhook", name="Ops", url="https://hooks.example.com/in")

    assert webhook.verified
    assert webhook.target(NOON) == Target(
        DestinationKind.WEBHOOK, "https://hooks.example.com/in", secrets=("whsec_bmV3",)
    )


def test_a_new_email_address_has_to_be_verified() -> None:
    email = a_new_one(kind="email", name="Desk", address="desk@staff.example")

    assert not email.verified
    assert email.secrets == ()
    assert email.target(NOON) == Target(DestinationKind.EMAIL, "desk@staff.example")


def test_a_chat_url_is_shown_to_nobody_whole() -> None:
    chat = a_new_one(kind="chat", name="Chat", url="https://chat.example.com/services/T1/secret")

    assert destination_view(chat, NOON).url == "chat.example.com/…cret"


class TestChange:
    def test_it_is_kept_who_changed_what_from_what_to_what(self) -> None:
        wanted = DestinationChange(name="Operations", events=(Subscription.CHAT_MESSAGE_CREATED,))

        change = changed(a_destination("ops"), wanted, BOB, NOON)

        assert change.history == (
            HistoryEntry(
                "destination-changed",
                BOB,
                {"name": "Ops", "events": ["customer_message_received"]},
                {"name": "Operations", "events": ["chat_message_created"]},
            ),
        )
        after = change.destination
        assert (after.version, after.changed_at, after.changed_by) == (2, NOON, BOB)

    def test_a_change_to_what_is_there_already_is_none(self) -> None:
        destination = a_destination("ops")

        change = changed(destination, DestinationChange(name="Ops", paused=False), BOB, NOON)

        assert (change.destination, change.history) == (destination, ())

    def test_a_new_address_has_to_be_verified_again(self) -> None:
        change = changed(EMAIL, DestinationChange(address="new@staff.example"), BOB, NOON)

        assert not change.destination.verified

    def test_what_failed_was_the_old_url(self) -> None:
        failing = a_destination("ops").updated(failing_since=NOON)

        change = changed(failing, DestinationChange(url="https://new.example.com/"), BOB, at(60))

        assert change.destination.failing_since is None

    def test_paused_by_hand_and_resumed(self) -> None:
        pause = changed(a_destination("ops"), DestinationChange(paused=True), BOB, NOON)
        resume = changed(pause.destination, DestinationChange(paused=False), ANA, at(60))

        assert (pause.destination.pause_reason, pause.destination.paused_at) == (
            PauseReason.BY_HAND,
            NOON,
        )
        assert [line.what for line in (*pause.history, *resume.history)] == [
            "destination-paused",
            "destination-resumed",
        ]
        assert not resume.destination.paused
        assert resume.destination.pause_reason is None

    def test_resuming_forgets_the_failures_that_led_to_the_pause(self) -> None:
        failing = a_destination("ops").updated(failing_since=NOON)
        off = paused(failing, PauseReason.FAILING, at(60)).destination

        on = changed(off, DestinationChange(paused=False), ANA, at(90)).destination

        assert on.failing_since is None

    def test_a_secret_is_in_no_line_of_the_history(self) -> None:
        webhook = a_destination("ops")

        lines = [*rotated(webhook, "whsec_bmV3", BOB, NOON).history, deleted(webhook, BOB)]

        assert "whsec" not in str(lines)
        assert lines[0].after == {"oldSecretValidUntil": NOON + timedelta(days=1)}


class TestRotation:
    def test_for_a_day_both_secrets_sign_the_new_one_first(self) -> None:
        webhook = rotated(a_destination("ops"), "whsec_bmV3", BOB, NOON).destination

        def signing(seconds: float) -> tuple[str, ...]:
            target = webhook.target(at(seconds))
            return target.secrets

        day = 24 * 3600
        assert signing(day - 1) == ("whsec_bmV3", "whsec_c2VjcmV0")
        assert signing(day) == ("whsec_bmV3",)

    def test_rotated_again_the_oldest_secret_is_over(self) -> None:
        once = rotated(a_destination("ops"), "whsec_b25l", BOB, NOON).destination

        twice = rotated(once, "whsec_dHdv", BOB, at(60)).destination

        assert [secret.value for secret in twice.secrets] == ["whsec_dHdv", "whsec_b25l"]
        assert twice.old_secret_valid_until(at(60)) == at(60) + timedelta(days=1)


class TestVerification:
    @pytest.fixture
    def asked(self) -> Destination:
        link = verification(EMAIL, "hash", NOON)
        return EMAIL.updated(verified=False, verifications=(link,))

    def test_following_the_link_verifies_the_address(self, asked: Destination) -> None:
        change = verified(asked, "hash", at(60))

        assert change is not None
        assert change.destination.verified
        assert [line.what for line in change.history] == ["destination-verified"]

    def test_following_it_twice_changes_nothing_more(self, asked: Destination) -> None:
        done = asked.updated(verified=True)

        change = verified(done, "hash", at(60))

        assert change is not None
        assert (change.destination, change.history) == (done, ())

    def test_a_link_is_good_for_two_days(self, asked: Destination) -> None:
        assert verified(asked, "hash", NOON + timedelta(days=2)) is None

    def test_another_token_verifies_nothing(self, asked: Destination) -> None:
        assert verified(asked, "other", at(60)) is None

    def test_a_link_for_an_address_from_before_verifies_nothing(self, asked: Destination) -> None:
        moved = asked.updated(address="new@staff.example")

        assert verified(moved, "hash", at(60)) is None


class TestFailing:
    def test_for_five_days_it_stays_on(self) -> None:
        failing = a_destination("ops").updated(failing_since=NOON)

        assert not has_failed_too_long(failing, NOON + timedelta(days=5, seconds=-1))
        assert has_failed_too_long(failing, NOON + timedelta(days=5))

    def test_its_administrators_are_told(self) -> None:
        webhook = a_destination("ops").updated(changed_by=BOB)
        unverified = a_destination("new", kind=DestinationKind.EMAIL).updated(verified=False)
        off = paused(webhook, PauseReason.FAILING, NOON).destination

        told = pause_deliveries(webhook, off, [off, EMAIL, unverified], timedelta(days=30))

        assert sorted((d.address, d.lane) for d in told) == [
            ("ana@staff.example", "administrators/lisbon"),
            ("desk@staff.example", "desk"),
        ]
        (about,) = {d.paused for d in told if d.paused}
        assert (about.name, about.where) == ("Ops", "https://hooks.example.com/ops")

    def test_an_address_that_is_gone_is_not_told_of_itself(self) -> None:
        mine = EMAIL.updated(created_by=BOB, changed_by=BOB)
        off = paused(mine, PauseReason.GONE, NOON).destination

        assert pause_deliveries(mine, off, [off], timedelta(days=30)) == []

    @pytest.mark.parametrize("reason", [PauseReason.BY_HAND, PauseReason.UNSUBSCRIBED])
    def test_what_people_did_themselves_they_are_not_told(self, reason: PauseReason) -> None:
        webhook = a_destination("ops")
        off = paused(webhook, reason, NOON).destination

        assert pause_deliveries(webhook, off, [off, EMAIL], timedelta(days=30)) == []

    def test_pausing_what_is_paused_changes_nothing(self) -> None:
        off = paused(a_destination("ops"), PauseReason.GONE, NOON).destination

        assert paused(off, PauseReason.FAILING, at(60)).destination == off
