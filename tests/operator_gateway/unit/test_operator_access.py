"""What an operator may see and change, and which live events reach one."""

from datetime import UTC, datetime

import pytest

from booking_chat.contracts.values import CUSTOMER, Sender, SenderType
from booking_chat.service.http.problems import Problem
from operator_gateway.access.live_events import channels_of, is_for
from operator_gateway.access.operator import Location, Operator, Role
from operator_gateway.access.rules import require_administrator, require_location
from support.live_words import posted, rejected, switched


def an_operator(role: Role = Role.STANDARD) -> Operator:
    locations = {"lisbon": Location(id="lisbon")}
    return Operator("operator-1", "Ana Sousa", role, locations, datetime(2026, 3, 15, tzinfo=UTC))


def test_a_location_of_ones_own_is_open() -> None:
    require_location(an_operator(), "lisbon")


@pytest.mark.parametrize("role", list(Role))
def test_a_location_of_others_is_as_one_that_does_not_exist(role: Role) -> None:
    with pytest.raises(Problem) as seen:
        require_location(an_operator(role), "oslo", "thread")
    with pytest.raises(Problem) as changed:
        require_administrator(an_operator(role), "oslo")

    assert (seen.value.status, seen.value.kind) == (404, "not-found")
    assert seen.value.title == "There is no such thread."
    assert (changed.value.status, changed.value.kind) == (404, "not-found")


def test_only_an_administrator_changes_switches() -> None:
    require_administrator(an_operator(Role.ADMINISTRATOR), "lisbon")

    with pytest.raises(Problem) as refused:
        require_administrator(an_operator(Role.STANDARD), "lisbon")
    assert (refused.value.status, refused.value.kind) == (403, "administrators-only")


def test_an_event_goes_to_its_location() -> None:
    assert channels_of(posted(location_id="oslo")) == ["oslo"]
    assert channels_of(switched("oslo")) == ["oslo"]
    assert channels_of(rejected(CUSTOMER, location_id="oslo")) == ["oslo"]


def test_a_rejection_without_a_location_goes_nowhere() -> None:
    assert channels_of(rejected(CUSTOMER, location_id=None)) == []


def test_an_operator_is_told_of_own_rejections_only() -> None:
    ana = Sender(sender_type=SenderType.OPERATOR, sender_id="operator-1", sender_name="Ana")
    ben = Sender(sender_type=SenderType.OPERATOR, sender_id="operator-2", sender_name="Ben")

    wanted = is_for("operator-1")

    assert [wanted(rejected(by)) for by in (ana, ben, CUSTOMER)] == [True, False, False]
    assert wanted(posted())
    assert wanted(switched())
