from http import HTTPStatus

import pytest

from booking_chat.paging import encode_cursor
from booking_chat.service.problems import Problem
from settings_service.versions import entity_tag, expected_version, version_before


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


def test_the_first_page_of_the_history_has_no_upper_end() -> None:
    assert version_before(None) is None


def test_a_cursor_gives_the_version_that_the_next_page_is_below() -> None:
    assert version_before(encode_cursor(3)) == 3


@pytest.mark.parametrize(
    "cursor",
    ["nonsense", encode_cursor("3"), encode_cursor(0), encode_cursor(3, 4), encode_cursor(2**63)],
)
def test_a_cursor_of_another_list_is_bad_input(cursor: str) -> None:
    with pytest.raises(Problem) as raised:
        version_before(cursor)

    assert raised.value.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert raised.value.errors == [{"field": "cursor", "message": "is not a cursor of this list"}]
