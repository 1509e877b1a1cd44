import pytest

from chat_tools.dead_letters.letter import printable


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (None, "(null)"),
        (b"", ""),
        ("Olá 👋\nline".encode(), "Olá 👋\nline"),
        (b"\xff\x00", "\\xff\\x00"),
        (b"\x1b[31mred\r", "\\x1b[31mred\\r"),
        ("\u202etxt".encode(), "\\u202etxt"),
    ],
)
def test_bytes_are_shown_so_that_they_cannot_play_tricks_on_a_terminal(
    data: bytes | None, shown: str
) -> None:
    assert printable(data) == shown
