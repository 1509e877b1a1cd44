"""What staff see and change of their locations' alerts; the notifier owns all of it."""

from fastapi import APIRouter

from operator_gateway.clients.notifier import NotifierClient
from operator_gateway.routes.alerts.deliveries import delivery_routes, resending_routes
from operator_gateway.routes.alerts.destinations import (
    destination_action_routes,
    destination_routes,
)
from operator_gateway.routes.alerts.policy import policy_routes
from operator_gateway.sign_in.authenticator import Authenticator


def alert_routes(notifier: NotifierClient, authenticator: Authenticator) -> list[APIRouter]:
    return [
        destination_routes(notifier, authenticator),
        destination_action_routes(notifier, authenticator),
        delivery_routes(notifier, authenticator),
        resending_routes(notifier, authenticator),
        policy_routes(notifier, authenticator),
    ]
