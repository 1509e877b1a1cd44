"""Puts together what sends alerts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from uuid import uuid4

from booking_chat.service.fault_points import FaultHook
from notifier.config import NotifierConfig
from notifier.domain.notices import Channels
from notifier.sending.attempts import Attempts
from notifier.sending.claimer import Claimer
from notifier.sending.destination_health import DestinationHealth
from notifier.sending.dispatcher import Dispatcher
from notifier.sending.facts import FactsLoader
from notifier.sending.portal_links import PortalLinks
from notifier.sending.recorder import Recorder
from notifier.sending.sender import DeliverySender
from notifier.sending.tokens import Tokens
from notifier.storage.collections import Collections
from notifier.storage.delivery_queue import DeliveryQueue
from notifier.storage.destinations import DestinationStore
from notifier.storage.recipients import RecipientStore

ATTEMPT_SHARE = 0.75
"""The part of a lease that an attempt may take; the rest is for storing the outcome."""


@dataclass(frozen=True, slots=True)
class Sending:
    attempts: Attempts
    dispatcher: Dispatcher


def make_sending(
    config: NotifierConfig,
    collections: Collections,
    channels: Channels,
    portal_links: PortalLinks,
    *,
    clock: Callable[[], datetime],
    fault_hook: FaultHook,
) -> Sending:
    tokens = Tokens()
    queue, destinations = DeliveryQueue(collections), DestinationStore(collections)
    attempts = Attempts(
        channels,
        destinations,
        portal_links,
        config.public_links,
        tokens,
        timeout=config.lease * ATTEMPT_SHARE,
        clock=clock,
    )
    sender = DeliverySender(
        attempts,
        Recorder(queue, timeout=config.lease),
        DestinationHealth(destinations, retention=config.rules.retention, clock=clock),
        clock=clock,
        jitter=SystemRandom().random,
        fault_hook=fault_hook,
    )
    claimer = Claimer(
        queue,
        FactsLoader(collections, queue, RecipientStore(collections, tokens.new)),
        lease=config.lease,
        new_claim=lambda: str(uuid4()),
    )
    return Sending(attempts, Dispatcher(queue, claimer, sender, clock))
