"""Changes by a session in a cookie are for the dashboard's own page alone."""

import pytest

from booking_chat.service.http.problems import Problem
from operator_gateway.sign_in.csrf import require_same_origin

OWN = "https://dashboard.example.com"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {"sec-fetch-site": "same-origin", "origin": OWN}),
        ("PUT", {"sec-fetch-site": "same-origin"}),
        ("POST", {"origin": OWN}),
        ("GET", {"sec-fetch-site": "cross-site"}),
        ("GET", {}),
        ("HEAD", {"origin": "https://elsewhere.example.com"}),
    ],
)
def test_reading_and_what_the_dashboard_asks_for_pass(method: str, headers: dict[str, str]) -> None:
    require_same_origin(method, headers, OWN)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": OWN},
        {"origin": "https://elsewhere.example.com"},
        {"origin": "http://dashboard.example.com"},
        {"origin": "https://dashboard.example.com:8443"},
        {"origin": "null"},
        {},
    ],
)
def test_a_change_that_another_site_asks_for_is_refused(
    method: str, headers: dict[str, str]
) -> None:
    with pytest.raises(Problem) as refused:
        require_same_origin(method, headers, OWN)

    assert (refused.value.status, refused.value.kind) == (403, "cross-site-request")
