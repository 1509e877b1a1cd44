"""The sending of alerts, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from uuid import uuid4

from booking_chat.service.fault_points import Reach
from notifier.config import NotifierConfig
from notifier.portal_links import PortalLinks
from notifier.sending.attempts import Attempts, Ways
from notifier.sending.dispatcher import Dispatcher
from notifier.sending.facts import FactsLoader
from notifier.sending.results import Consequences, Recorder
from notifier.sending.sender import Sender
from notifier.sending.taking import Taker
from notifier.stores.collections import Collections
from notifier.stores.destinations import DestinationStore
from notifier.stores.queue import DeliveryQueue
from notifier.stores.recipients import RecipientStore
from notifier.tokens import Tokens

PATIENCE = 0.75
"""The part of a lease that an attempt may take; the rest is for storing what came of it."""


@dataclass(frozen=True, slots=True)
class Sending:
    attempts: Attempts
    dispatcher: Dispatcher


def make_sending(
    config: NotifierConfig,
    of: Collections,
    ways: Ways,
    portal_links: PortalLinks,
    *,
    clock: Callable[[], datetime],
    reach: Reach,
) -> Sending:
    tokens = Tokens()
    queue, destinations = DeliveryQueue(of), DestinationStore(of)
    attempts = Attempts(
        ways,
        destinations,
        portal_links,
        config.public_links,
        tokens,
        patience=config.lease * PATIENCE,
        clock=clock,
    )
    sender = Sender(
        attempts,
        Recorder(queue, patience=config.lease),
        Consequences(destinations, kept=config.rules.kept, clock=clock),
        clock=clock,
        chance=SystemRandom().random,
        reach=reach,
    )
    taker = Taker(
        queue,
        FactsLoader(of, queue, RecipientStore(of, tokens.new)),
        lease=config.lease,
        new_claim=lambda: str(uuid4()),
    )
    return Sending(attempts, Dispatcher(queue, taker, sender, clock))
