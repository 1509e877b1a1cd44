"""The notifier's HTTP interface, put together."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from fastapi import APIRouter

from notifier.channels.signing import new_secret
from notifier.config import NotifierConfig
from notifier.routes.deliveries import fate_routes, resending_routes
from notifier.routes.destinations import (
    Making,
    UrlCheck,
    action_routes,
    changing_routes,
    creating_routes,
    reading_routes,
)
from notifier.routes.links import link_routes
from notifier.routes.policies import policy_routes
from notifier.sampling import Sampling
from notifier.sending.assembly import Sending
from notifier.stores.collections import Collections
from notifier.stores.destinations import DestinationStore
from notifier.stores.fates import Fates
from notifier.stores.policies import PolicyStore
from notifier.stores.recipients import RecipientStore
from notifier.tokens import Tokens


def alert_routes(
    config: NotifierConfig,
    of: Collections,
    sending: Sending,
    urls: UrlCheck,
    clock: Callable[[], datetime],
) -> list[APIRouter]:
    tokens = Tokens()
    destinations, policies, fates = DestinationStore(of), PolicyStore(of), Fates(of)
    due = sending.dispatcher.wake
    making = Making(
        destinations=destinations,
        urls=urls,
        tokens=tokens,
        new_id=lambda: str(uuid4()),
        new_secret=new_secret,
        clock=clock,
        due=due,
        kept=config.rules.kept,
    )
    sampling = Sampling(sending.attempts, new_id=making.new_id, clock=clock)
    return [
        reading_routes(making),
        creating_routes(making),
        changing_routes(making),
        action_routes(making, policies, sampling),
        fate_routes(fates, destinations, policies, clock),
        resending_routes(fates, destinations, clock, due),
        policy_routes(of, policies, clock),
        link_routes(destinations, RecipientStore(of, tokens.new), tokens, clock),
    ]
