"""Deliveries as the API shows them."""

from booking_chat.contracts.http.deliveries import DeliveryMessage, DeliveryReason, DeliveryView
from notifier.domain.deliveries import Delivery


def delivery_view(delivery: Delivery) -> DeliveryView:
    newest = delivery.messages[-1] if delivery.messages else None
    left_out = DeliveryReason.READ_BEFORE_SEND
    return DeliveryView(
        id=delivery.id,
        location_id=delivery.location_id,
        audience=delivery.audience,
        notice=delivery.notice,
        destination_id=delivery.destination_id,
        destination_name=delivery.destination_name,
        kind=delivery.kind,
        booking_id=delivery.booking_id,
        thread_id=delivery.thread_id,
        message_id=newest and newest.message_id,
        seq=newest and newest.seq,
        messages=[
            DeliveryMessage(
                message_id=message.message_id,
                seq=message.seq,
                reason=left_out if message.seq <= delivery.read_up_to else None,
            )
            for message in delivery.messages
        ],
        customer_name=delivery.customer_name,
        confirmation_code=delivery.confirmation_code,
        state=delivery.state,
        reason=delivery.reason,
        attempts=delivery.attempts,
        # While it is being sent, what is stored there is the end of the lease.
        next_attempt_at=None if delivery.claim else delivery.next_attempt_at,
        last_answer=delivery.last_answer,
        created_at=delivery.created_at,
        sent_at=delivery.sent_at,
    )
