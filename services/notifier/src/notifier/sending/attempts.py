"""One attempt at a delivery: what it says, where it goes, and what came of it."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

import structlog
from prometheus_client import Histogram

from booking_chat.contracts.bounds import cut
from booking_chat.contracts.http.deliveries import Audience, NoticeKind
from notifier.deliveries import Delivery
from notifier.destination_changes import verification
from notifier.destinations import Destination
from notifier.notice_building import notice_of
from notifier.notices import (
    Answer,
    Channel,
    ChatTarget,
    EmailTarget,
    Failed,
    Notice,
    Outcome,
    Target,
    WebhookTarget,
)
from notifier.portal_links import NoLinkError, PortalLinks
from notifier.public_links import PublicLinks
from notifier.sending.facts import Facts
from notifier.stores.destinations import DestinationStore
from notifier.tokens import Tokens

log = structlog.get_logger(__name__)

_attempts = Histogram(
    "booking_chat_alert_attempt_seconds",
    "Time that an attempt at an alert took",
    ["kind", "outcome"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30),
)


class Ways(Protocol):
    """A channel for each kind of target."""

    @property
    def webhook(self) -> Channel[WebhookTarget]: ...
    @property
    def email(self) -> Channel[EmailTarget]: ...
    @property
    def chat(self) -> Channel[ChatTarget]: ...


async def deliver(ways: Ways, notice: Notice, target: Target, now: datetime) -> Outcome:
    """Brings a notice to its target by the channel for that kind."""
    match target:
        case WebhookTarget():
            return await ways.webhook.deliver(notice, target, now)
        case EmailTarget():
            return await ways.email.deliver(notice, target, now)
        case ChatTarget():
            return await ways.chat.deliver(notice, target, now)


class Attempts:
    """`patience` is how long an attempt may take: less than the lease of what is attempted."""

    def __init__(
        self,
        ways: Ways,
        destinations: DestinationStore,
        portal_links: PortalLinks,
        public_links: PublicLinks,
        tokens: Tokens,
        *,
        patience: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._ways = ways
        self._destinations = destinations
        self._portal_links = portal_links
        self._public_links = public_links
        self._tokens = tokens
        self._patience = patience
        self._clock = clock

    async def make(self, delivery: Delivery, facts: Facts) -> tuple[Outcome, int]:
        """What one attempt came to, and how many milliseconds it took. Never raises."""
        started = monotonic()
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                outcome = await self._attempt(delivery, facts)
        except NoLinkError as error:
            outcome = Failed(Answer(None), str(error), own_fault=True)
        except TimeoutError:
            outcome = Failed(Answer(None), f"no end within {self._patience.total_seconds():g} s")
        except Exception as error:
            log.exception("attempt failed unexpectedly", delivery=delivery.id)
            outcome = Failed(Answer(None), f"our own mistake: {error!r}", own_fault=True)
        took = monotonic() - started
        _attempts.labels(delivery.kind or "", type(outcome).__name__.lower()).observe(took)
        return outcome, round(took * 1000)

    async def _attempt(self, delivery: Delivery, facts: Facts) -> Outcome:
        destination = facts.destination(delivery)
        notice = notice_of(
            delivery,
            policy=facts.policy(delivery),
            booking=facts.booking(delivery),
            link=await self._link(delivery, destination),
            unsubscribe_url=self._unsubscribe_url(delivery, facts),
        )
        target = self._target(delivery, destination, facts)
        return await deliver(self._ways, notice, target, self._clock())

    def _target(self, delivery: Delivery, destination: Destination | None, facts: Facts) -> Target:
        if destination is not None:
            return destination.target(self._clock())
        recipient = facts.recipient(delivery)
        if delivery.audience is Audience.CUSTOMER and recipient is not None:
            return EmailTarget(recipient.address, cut(delivery.customer_name or "") or None)
        if delivery.address is None:
            raise ValueError(f"the delivery {delivery.id} has nowhere to go")
        return EmailTarget(delivery.address)

    async def _link(self, delivery: Delivery, destination: Destination | None) -> str:
        if delivery.audience is Audience.CUSTOMER:
            return await self._portal_links.link(delivery.booking_id or "")
        if delivery.about is NoticeKind.DESTINATION_VERIFICATION and destination is not None:
            return await self._verification_link(destination)
        is_sample = delivery.about is NoticeKind.DESTINATION_TEST
        if delivery.thread_id is not None and not is_sample:
            return self._public_links.thread(delivery.location_id, delivery.thread_id)
        return self._public_links.settings(delivery.location_id)

    async def _verification_link(self, destination: Destination) -> str:
        """A link of its own for each attempt: only the hash of its token is ever stored."""
        token = self._tokens.new()
        link = verification(destination, self._tokens.hash_of(token), self._clock())
        await self._destinations.remember(destination.id, link)
        return self._public_links.verification(token)

    def _unsubscribe_url(self, delivery: Delivery, facts: Facts) -> str | None:
        """How whoever gets alerts can end them; what they asked for themselves has no such link."""
        if delivery.audience is Audience.CUSTOMER:
            recipient = facts.recipient(delivery)
            if recipient is None:
                return None
            return self._public_links.customer_unsubscribe(recipient.token)
        destination = facts.destination(delivery)
        if destination is None or delivery.about is NoticeKind.DESTINATION_VERIFICATION:
            return None
        return self._public_links.staff_unsubscribe(destination.unsubscribe_token)
