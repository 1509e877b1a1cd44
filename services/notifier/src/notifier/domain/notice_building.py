"""Builds the notice of a delivery. Pure."""

from typing import assert_never

from booking_chat.contracts.alerts import (
    ALERTS_SOURCE,
    Alert,
    ChatMessageCreated,
    CustomerMessageReceived,
    CustomerMessagesSummedUp,
    DestinationTest,
)
from booking_chat.contracts.bounds import MAX_CODE_LENGTH, cut
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import Audience, NoticeKind
from booking_chat.contracts.languages import Language, choose_language
from booking_chat.contracts.texts import normalised
from booking_chat.contracts.values import preview
from notifier.domain.bookings import KnownBooking
from notifier.domain.deliveries import Delivery, IncludedMessage
from notifier.domain.notices import (
    BookingFacts,
    LocationFacts,
    Notice,
    NoticeMessage,
    PausedDestination,
)
from notifier.domain.surroundings import (
    NOTHING_KNOWN,
    Surroundings,
    showable,
    shown_activity,
    surroundings_of,
)

SHOWN_MESSAGES = 50
"""The newest messages that a notice holds. It says how many there are in all."""


def notice_of(
    delivery: Delivery,
    *,
    policy: AlertPolicy,
    booking: KnownBooking | None,
    link: str | None,
    unsubscribe_url: str | None,
) -> Notice:
    """The same at every attempt, except for a customer's link."""
    included = delivery.included
    return Notice(
        id=delivery.id,
        kind=delivery.notice,
        location=LocationFacts(delivery.location_id, policy.sender_name, policy.time_zone),
        event=event_of(delivery, _surroundings(delivery, booking, link)),
        thread_id=delivery.thread_id,
        booking=_booking_facts(delivery, booking, policy),
        messages=tuple(_message(message) for message in included[-SHOWN_MESSAGES:]),
        message_count=len(included),
        link=link,
        unsubscribe_url=unsubscribe_url,
        paused=_paused(delivery),
        language=language_of(delivery, policy, booking),
    )


def language_of(delivery: Delivery, policy: AlertPolicy, booking: KnownBooking | None) -> Language:
    """The language of whoever reads it: a customer's is the booking's, else the location's."""
    match delivery.audience:
        case Audience.CUSTOMER:
            return choose_language(booking.language if booking else None, policy.language)
        case Audience.STAFF:
            return choose_language(policy.language)
        case _:
            assert_never(delivery.audience)


def _surroundings(
    delivery: Delivery, booking: KnownBooking | None, link: str | None
) -> Surroundings:
    """A sample's link leads to the settings, for there is no such conversation."""
    is_sample = delivery.notice is NoticeKind.DESTINATION_TEST
    return surroundings_of(booking, None if is_sample else link)


def event_of(
    delivery: Delivery, surroundings: Surroundings = NOTHING_KNOWN
) -> Envelope[Alert] | None:
    """The CloudEvent of a delivery for webhooks; None where it has none."""
    if not delivery.included:
        return None
    data = _data(delivery, delivery.included, surroundings)
    if data is None:
        return None
    return Envelope(
        id=delivery.id,
        type=delivery.notice,
        source=ALERTS_SOURCE,
        time=delivery.included[-1].sent_at,
        data=data,
    )


def _data(
    delivery: Delivery, included: tuple[IncludedMessage, ...], surroundings: Surroundings
) -> Alert | None:
    newest = included[-1]
    common = {
        **surroundings.fields,
        "booking_id": delivery.booking_id,
        "thread_id": delivery.thread_id,
        "location_id": delivery.location_id,
        "message_id": newest.message_id,
        "customer_name": normalised(delivery.customer_name or ""),
        "message_preview": preview(newest.text),
        "confirmation_code": normalised(delivery.confirmation_code or ""),
        "occurred_at": newest.sent_at,
    }
    match delivery.notice:
        case NoticeKind.CUSTOMER_MESSAGE_RECEIVED:
            return CustomerMessageReceived.model_validate({**common, "seq": newest.seq})
        case NoticeKind.DESTINATION_TEST:
            return DestinationTest.model_validate({**common, "seq": newest.seq})
        case NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP:
            span = {"first_seq": included[0].seq, "last_seq": newest.seq}
            return CustomerMessagesSummedUp.model_validate(
                {**common, **span, "messages": len(included)}
            )
        case NoticeKind.CHAT_MESSAGE_CREATED:
            name = normalised(newest.sender_name)
            sender = {"sender_type": newest.sender_type, "sender_name": name}
            return ChatMessageCreated.model_validate({**common, **sender, "seq": newest.seq})
        case (
            NoticeKind.CUSTOMER_HAS_REPLY
            | NoticeKind.DESTINATION_PAUSED
            | NoticeKind.DESTINATION_VERIFICATION
        ):
            return None
        case _:
            assert_never(delivery.notice)


def _booking_facts(
    delivery: Delivery, booking: KnownBooking | None, policy: AlertPolicy
) -> BookingFacts | None:
    """The booking as it is now, or as the message had it where it is no longer known.

    Values stored before there were bounds are cut to them.
    """
    if delivery.booking_id is None:
        return None
    return BookingFacts(
        booking_id=delivery.booking_id,
        confirmation_code=cut(delivery.confirmation_code or "", MAX_CODE_LENGTH),
        customer_name=cut(delivery.customer_name or ""),
        activity_name=shown_activity(booking) if booking else None,
        start_time=showable(booking.start_time) if booking else None,
        time_zone=booking.time_zone if booking else policy.time_zone,
    )


def _message(included: IncludedMessage) -> NoticeMessage:
    return NoticeMessage(
        message_id=included.message_id,
        seq=included.seq,
        sender_type=included.sender_type,
        sender_name=cut(included.sender_name),
        text=included.text,
        sent_at=included.sent_at,
    )


def _paused(delivery: Delivery) -> PausedDestination | None:
    paused = delivery.paused
    if paused is None:
        return None
    return PausedDestination(
        name=paused.name,
        where=paused.where,
        why=paused.why,
        paused_at=paused.paused_at,
        reason=paused.reason,
    )
