"""What an HTTP answer means for a notice. Pure."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from notifier.channels.http.outbound import HttpAnswer
from notifier.domain.notices import Answer, Delivered, Failed, Gone, Outcome

MAX_RETRY_AFTER = timedelta(days=1)
"""A receiver that asks for more is tried once a day: later the alert is of no use."""


def outcome_of(answer: HttpAnswer, now: datetime) -> Outcome:
    """2xx is delivered, 410 is gone, everything else may work later."""
    said = Answer(answer.status, answer.body)
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return Delivered(said)
    error = _error(answer)
    if answer.status == HTTPStatus.GONE:
        return Gone(said, error)
    return Failed(said, error, retry_after(answer, now))


def retry_after(answer: HttpAnswer, now: datetime) -> timedelta | None:
    """How long the other side asks us to wait, in seconds or until a date; None if it does not.

    Never negative, and at most a day.
    """
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        # More digits than a day's seconds have would not fit into a timedelta.
        wait = timedelta(seconds=int(text[:6]))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(0)), MAX_RETRY_AFTER)


def _error(answer: HttpAnswer) -> str:
    title = f"HTTP {answer.status} {_phrase(answer.status)}".rstrip()
    location = answer.headers.get("location")
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST
    if is_redirect and location:
        return f"{title}: redirects are not followed; it points to {location[:200]}"
    return title


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
