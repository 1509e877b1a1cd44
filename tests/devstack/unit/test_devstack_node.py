import pytest

from devstack.node import is_new_enough


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("v20.19.0\n", True),
        ("v24.1.0\n", True),
        ("v20.18.9\n", False),
        ("v18.20.4\n", False),
        ("", False),
        ("no version at all", False),
    ],
)
def test_a_machines_node_is_used_from_version_20_19_on(
    version: str,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert is_new_enough(version) is expected
