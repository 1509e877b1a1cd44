from http import HTTPStatus

import pytest

from booking_chat.service.http.entity_tags import entity_tag, expected_version, version_conflict
from booking_chat.service.http.problems import Problem


def test_an_entity_tag_is_read_back_as_its_version() -> None:
    assert entity_tag(12) == '"12"'
    assert expected_version('"12"') == 12


def test_a_change_without_if_match_is_asked_for_it() -> None:
    with pytest.raises(Problem) as raised:
        expected_version(None)

    assert raised.value.status == HTTPStatus.PRECONDITION_REQUIRED
    assert raised.value.kind == "precondition-required"


@pytest.mark.parametrize(
    "header", ["", "3", "*", 'W/"3"', '"three"', '"-1"', '"1", "2"', '"٣"', '"' + "9" * 19 + '"']
)
def test_an_if_match_that_is_not_one_of_our_tags_is_named_as_bad_input(header: str) -> None:
    with pytest.raises(Problem) as raised:
        expected_version(header)

    assert raised.value.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert raised.value.errors == [
        {"field": "If-Match", "message": 'must be one entity tag such as "3"'}
    ]


def test_a_conflict_says_what_was_changed_and_its_version_now() -> None:
    problem = version_conflict("these settings", 4)

    assert (problem.status, problem.kind) == (HTTPStatus.PRECONDITION_FAILED, "version-conflict")
    assert problem.title == "Somebody else has changed these settings meanwhile."
    assert problem.detail == "The version is 4 now. Read again, then change."
