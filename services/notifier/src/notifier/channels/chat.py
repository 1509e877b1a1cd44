"""Chat rooms: incoming webhooks in the format that Slack made common.

Slack shows the `blocks`; programs that took over the format, and notifications, show `text`.
"""

import json
import re
from datetime import datetime
from http import HTTPStatus
from typing import Any

from notifier.channels.http.outbound import HttpAnswer, NoAnswerError, OutboundClient
from notifier.channels.http.outcome import outcome_of
from notifier.channels.text import paragraph, shortened
from notifier.channels.texts.catalogue import Texts
from notifier.channels.texts.languages import texts_in
from notifier.channels.wording import booking_line, for_people, headline, left_out, sender
from notifier.domain.notices import (
    Answer,
    Failed,
    Gone,
    Notice,
    NoticeMessage,
    Outcome,
    Rejected,
    Target,
)

MAX_MESSAGES = 5
"""In one alert: a room is for noticing, the dashboard for reading."""
MAX_CHARACTERS = 1000
"""Of one message."""
_HEADER_LENGTH = 150
_SECTION_LENGTH = 3000
"""Slack's limits, which count escapes as they are written. It refuses what is longer."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MENTIONS_EVERYBODY = re.compile(r"@(?=(channel|here|all|everyone)\b)", re.IGNORECASE)
_INVISIBLE = "\u2060"
_ROOM_IS_GONE = {"no_service", "channel_not_found", "channel_is_archived", "no_team"}
"""Source: Slack's list of errors of incoming webhooks."""


class ChatChannel:
    def __init__(self, outgoing: OutboundClient) -> None:
        self._outgoing = outgoing

    async def deliver(self, notice: Notice, target: Target, now: datetime) -> Outcome:
        body = json.dumps(chat_body(notice)).encode()
        try:
            answer = await self._outgoing.post(
                target.where, {"content-type": "application/json"}, body
            )
        except NoAnswerError as error:
            return Failed(Answer(None), str(error))
        return _outcome_of(answer, now)


def chat_body(notice: Notice) -> dict[str, Any]:
    """The JSON of an incoming webhook; the same notice always gives the same.

    What people wrote is plain text, so that nothing in it can format, link or mention.
    """
    texts = texts_in(notice.language)
    notice = for_people(notice, texts)
    title = headline(notice, texts)
    about = booking_line(notice.booking, texts) if notice.booking else ""
    shown = notice.messages[-MAX_MESSAGES:]
    more = left_out(notice) + len(notice.messages) - len(shown)
    lines = [
        *([about] if about else []),
        *([f"({texts.not_shown(more)})"] if more else []),
        *(_message_text(message, texts) for message in shown),
    ]
    return {
        "text": "\n".join(map(_escaped, [title, *lines, *([notice.link] if notice.link else [])])),
        # Nothing in it is markup, and links in it get no preview.
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "blocks": [
            {"type": "header", "text": _plain(title, _HEADER_LENGTH)},
            *({"type": "section", "text": _plain(line)} for line in lines),
            *([_link(notice.link, texts.open_conversation)] if notice.link else []),
        ],
    }


def _message_text(message: NoticeMessage, texts: Texts) -> str:
    text = shortened(paragraph(message.text), MAX_CHARACTERS)
    return f"{sender(message, texts)}: {text}"


def _plain(text: str, length: int = _SECTION_LENGTH) -> dict[str, Any]:
    fitting = text
    while len(_escaped(fitting)) > length:
        fitting = shortened(fitting, len(fitting) * 9 // 10)
    return {"type": "plain_text", "text": _escaped(fitting), "emoji": False}


def _link(url: str, words: str) -> dict[str, Any]:
    address = _escaped(url.replace("|", "%7C"))
    text = f"<{address}|{words}>"
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _escaped(text: str) -> str:
    """By Slack's rules, and with `@channel` made unknown to programs that look for such words."""
    return _MENTIONS_EVERYBODY.sub(f"@{_INVISIBLE}", text.translate(_ESCAPES))


def _outcome_of(answer: HttpAnswer, now: datetime) -> Outcome:
    said = Answer(answer.status, answer.body)
    error = f"HTTP {answer.status}: {answer.body}"
    if answer.body in _ROOM_IS_GONE:
        return Gone(said, error)
    if answer.status == HTTPStatus.BAD_REQUEST:
        return Rejected(said, error)
    return outcome_of(answer, now)
