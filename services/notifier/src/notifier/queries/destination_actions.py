"""Actions on a destination: test it, rotate its secret, send its verification link again."""

from datetime import timedelta
from http import HTTPStatus

from fastapi import APIRouter

from booking_chat.contracts.http.acting import Act
from booking_chat.contracts.http.destinations import RotatedSecret, TestResult, rules_of
from booking_chat.contracts.values import Id
from booking_chat.service.http.problems import Problem
from notifier.domain.destinations.announcements import verification_delivery
from notifier.domain.destinations.changes import rotated
from notifier.queries.destination_deps import PREFIX, DestinationDeps, require_existing
from notifier.sending.sampling import Sampling
from notifier.storage.policies import PolicyStore

VERIFICATION_PAUSE = timedelta(minutes=1)
"""Between two links to the same address, so that nobody can fill a mailbox from here."""
_PREFIX = f"{PREFIX}/{{destination_id}}"


def test_routes(deps: DestinationDeps, policies: PolicyStore, sampling: Sampling) -> APIRouter:
    router = APIRouter(prefix=_PREFIX)

    @router.post("/test")
    async def test(location_id: Id, destination_id: Id, _: Act) -> TestResult:
        """Sends a marked sample now and answers with what came of it."""
        destination = await deps.existing(location_id, destination_id)
        if not destination.verified:
            raise Problem(
                HTTPStatus.CONFLICT, "unverified", "Its address has not been verified yet."
            )
        policy = (await policies.load(location_id)).policy
        return await sampling.send(destination, policy)

    return router


def secret_routes(deps: DestinationDeps) -> APIRouter:
    router = APIRouter(prefix=_PREFIX)

    @router.post("/rotate-secret")
    async def rotate_secret(location_id: Id, destination_id: Id, act: Act) -> RotatedSecret:
        """A second valid secret; the old one stays valid for a day."""
        destination = await deps.existing(location_id, destination_id)
        if not rules_of(destination.kind).signed:
            raise Problem(HTTPStatus.CONFLICT, "not-a-webhook", "Only webhooks have a secret.")
        now, secret = deps.clock(), deps.new_secret()
        after = await deps.destinations.change(
            destination_id, lambda current: rotated(current, secret, act.by, now)
        )
        until = require_existing(after).old_secret_valid_until(now)
        return RotatedSecret(secret=secret, old_secret_valid_until=until or now)

    return router


def verification_routes(deps: DestinationDeps) -> APIRouter:
    router = APIRouter(prefix=_PREFIX)

    @router.post("/send-verification", status_code=HTTPStatus.NO_CONTENT)
    async def send_verification(location_id: Id, destination_id: Id, _: Act) -> None:
        """Sends the verification link once more."""
        destination = await deps.existing(location_id, destination_id)
        if destination.verified:
            raise Problem(HTTPStatus.CONFLICT, "nothing-to-verify", "There is nothing to verify.")
        now = deps.clock()
        if destination.verification_sent_after(now - VERIFICATION_PAUSE):
            raise Problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too-soon",
                "A link was sent a moment ago.",
                "Wait a minute before you ask for another one.",
                headers={"Retry-After": f"{VERIFICATION_PAUSE.total_seconds():.0f}"},
            )
        await deps.destinations.enqueue(
            [verification_delivery(destination, deps.new_id(), now, deps.retention)]
        )
        deps.wake()

    return router
