"""What staff see and change of their locations' alerts; the notifier owns all of it."""

from fastapi import APIRouter

from booking_chat.gateway.clients.notifier import NotifierClient
from operator_gateway.alerts.delivery_routes import delivery_routes, resending_routes
from operator_gateway.alerts.destination_routes import (
    destination_action_routes,
    destination_routes,
)
from operator_gateway.alerts.policy_routes import policy_routes
from operator_gateway.sign_in import SignIn


def alert_routes(notifier: NotifierClient, sign_in: SignIn) -> list[APIRouter]:
    return [
        destination_routes(notifier, sign_in),
        destination_action_routes(notifier, sign_in),
        delivery_routes(notifier, sign_in),
        resending_routes(notifier, sign_in),
        policy_routes(notifier, sign_in),
    ]
