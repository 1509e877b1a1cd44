"""Puts together the routes of the notifier."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from fastapi import APIRouter

from notifier.channels.signing import new_secret
from notifier.config import NotifierConfig
from notifier.queries.deliveries import delivery_log_routes, resending_routes
from notifier.queries.destination_actions import secret_routes, test_routes, verification_routes
from notifier.queries.destination_deps import DestinationDeps, UrlCheck
from notifier.queries.destinations import changing_routes, creating_routes, reading_routes
from notifier.queries.links import unsubscribe_link_routes, verification_link_routes
from notifier.queries.policies import policy_routes
from notifier.sending.assembly import Sending
from notifier.sending.sampling import Sampling
from notifier.sending.tokens import Tokens
from notifier.storage.collections import Collections
from notifier.storage.delivery_log import DeliveryLog
from notifier.storage.destinations import DestinationStore
from notifier.storage.policies import PolicyStore
from notifier.storage.recipients import RecipientStore


def alert_routes(
    config: NotifierConfig,
    collections: Collections,
    sending: Sending,
    urls: UrlCheck,
    clock: Callable[[], datetime],
) -> list[APIRouter]:
    tokens = Tokens()
    destinations, policies = DestinationStore(collections), PolicyStore(collections)
    delivery_log = DeliveryLog(collections)
    wake = sending.dispatcher.wake
    deps = DestinationDeps(
        destinations=destinations,
        urls=urls,
        tokens=tokens,
        new_id=lambda: str(uuid4()),
        new_secret=new_secret,
        clock=clock,
        wake=wake,
        retention=config.rules.retention,
    )
    sampling = Sampling(sending.attempts, new_id=deps.new_id, clock=clock)
    return [
        reading_routes(deps),
        creating_routes(deps),
        changing_routes(deps),
        test_routes(deps, policies, sampling),
        secret_routes(deps),
        verification_routes(deps),
        delivery_log_routes(delivery_log, destinations, policies, clock),
        resending_routes(delivery_log, destinations, clock, wake),
        policy_routes(collections, policies, clock),
        verification_link_routes(destinations, tokens, clock),
        unsubscribe_link_routes(destinations, RecipientStore(collections, tokens.new), clock),
    ]
