"""Webhooks: signed POSTs of CloudEvents to a URL of the customer's own."""

import json
from collections.abc import Mapping
from datetime import datetime

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.http.deliveries import NoticeKind
from notifier.channels.http.outbound import NoAnswerError, OutboundClient
from notifier.channels.http.outcome import outcome_of
from notifier.channels.signing import signature_headers
from notifier.domain.notices import Answer, Failed, Notice, Outcome, Target

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
"""Structured mode: all of the event is in the body, so that all of it is signed."""


class WebhookChannel:
    def __init__(self, outgoing: OutboundClient) -> None:
        self._outgoing = outgoing

    async def deliver(self, notice: Notice, target: Target, now: datetime) -> Outcome:
        body = webhook_body(notice)
        headers = signature_headers(notice.id, body, target.secrets, now)
        try:
            answer = await self._outgoing.post(
                target.where, {"content-type": MEDIA_TYPE, **headers}, body.encode()
            )
        except NoAnswerError as error:
            return Failed(Answer(None), str(error))
        return outcome_of(answer, now)


def webhook_body(notice: Notice) -> str:
    """The notice's event as JSON; the same notice always gives the same text.

    A sample carries the extension attribute `sample`. Raises ValueError for a notice that has
    no event: such a one is for people.
    """
    if notice.event is None:
        raise ValueError(f"{notice.kind} has no event that a webhook could carry")
    extensions = {"sample": True} if notice.kind is NoticeKind.DESTINATION_TEST else {}
    return _structured(notice.event, extensions)


def _structured(event: Envelope[KeyedContract], extensions: Mapping[str, bool]) -> str:
    """Source: CloudEvents JSON event format 1.0.2."""
    attributes = {
        "specversion": "1.0",
        "id": event.id,
        "type": event.type,
        "source": event.source,
        "time": event.time.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        **extensions,
        "data": event.data.model_dump(mode="json"),
    }
    return json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
