"""The pages behind links in English."""

from booking_chat.contracts.languages import Language
from booking_chat.gateway.link_texts.catalogue import ActionTexts, LinkTexts

ENGLISH = LinkTexts(
    language=Language.ENGLISH,
    verification=ActionTexts(
        title="Confirm this address",
        question="Booking alerts were asked for at the address that got this link.",
        button="Send alerts to this address",
        done=lambda address: f"{address} is confirmed. Alerts will come there from now on.",
    ),
    unsubscription=ActionTexts(
        title="No more of these emails",
        question="Emails of this kind go to the address that got this link.",
        button="Stop these emails",
        done=lambda address: f"{address} gets no more emails of this kind.",
    ),
    done_title="Done",
    expired_title="This link does not work any more",
    expired="It is too old, or not all of it was copied.",
    unavailable_title="Not at the moment",
    unavailable="Please try again in a minute.",
)
