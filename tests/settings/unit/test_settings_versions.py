from http import HTTPStatus

import pytest

from booking_chat.service.http.paging import encode_cursor
from booking_chat.service.http.problems import Problem
from settings_service.versions import version_before


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
