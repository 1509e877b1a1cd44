"""One attempt at a delivery: builds the notice, finds the target, sends."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import assert_never

import structlog
from prometheus_client import Histogram

from booking_chat.contracts.bounds import cut
from booking_chat.contracts.http.deliveries import Audience, NoticeKind
from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.contracts.languages import Language
from booking_chat.service.errors import described
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.changes import verification
from notifier.domain.destinations.destination import Destination
from notifier.domain.notice_building import language_of, notice_of
from notifier.domain.notices import Answer, Channels, Failed, Outcome, Target
from notifier.domain.public_links import PublicLinks
from notifier.sending.facts import Facts
from notifier.sending.portal_links import NoLinkError, PortalLinks
from notifier.sending.tokens import Tokens
from notifier.storage.destinations import DestinationStore

log = structlog.get_logger(__name__)

_attempts = Histogram(
    "booking_chat_alert_attempt_seconds",
    "Time that an attempt at an alert took",
    ["kind", "outcome"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30),
)


class Attempts:
    """`timeout` limits an attempt. It is shorter than the lease of a claim."""

    def __init__(
        self,
        channels: Channels,
        destinations: DestinationStore,
        portal_links: PortalLinks,
        public_links: PublicLinks,
        tokens: Tokens,
        *,
        timeout: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._channels = channels
        self._destinations = destinations
        self._portal_links = portal_links
        self._public_links = public_links
        self._tokens = tokens
        self._timeout = timeout
        self._clock = clock

    async def make(self, delivery: Delivery, facts: Facts) -> tuple[Outcome, int]:
        """The outcome of one attempt, and how many milliseconds it took. Never raises."""
        started = monotonic()
        try:
            async with asyncio.timeout(self._timeout.total_seconds()):
                outcome = await self._attempt(delivery, facts)
        except NoLinkError as error:
            outcome = Failed(Answer(None), str(error), own_fault=True)
        except TimeoutError:
            outcome = Failed(Answer(None), f"no end within {self._timeout.total_seconds():g} s")
        except Exception as error:
            log.exception("attempt failed unexpectedly", delivery=delivery.id)
            outcome = Failed(Answer(None), f"our own mistake: {described(error)}", own_fault=True)
        took = monotonic() - started
        _attempts.labels(delivery.kind or "", type(outcome).__name__.lower()).observe(took)
        return outcome, round(took * 1000)

    async def _attempt(self, delivery: Delivery, facts: Facts) -> Outcome:
        destination = facts.destination(delivery)
        policy, booking = facts.policy(delivery), facts.booking(delivery)
        language = language_of(delivery, policy, booking)
        notice = notice_of(
            delivery,
            policy=policy,
            booking=booking,
            link=await self._link(delivery, destination, language),
            unsubscribe_url=self._unsubscribe_url(delivery, facts, language),
        )
        target = self._target(delivery, destination, facts)
        return await self._channels[target.kind].deliver(notice, target, self._clock())

    def _target(self, delivery: Delivery, destination: Destination | None, facts: Facts) -> Target:
        if destination is not None:
            return destination.target(self._clock())
        recipient = facts.recipient(delivery)
        if delivery.audience is Audience.CUSTOMER and recipient is not None:
            name = cut(delivery.customer_name or "") or None
            return Target(DestinationKind.EMAIL, recipient.address, name)
        if delivery.address is None:
            raise ValueError(f"the delivery {delivery.id} has nowhere to go")
        return Target(DestinationKind.EMAIL, delivery.address)

    async def _link(
        self, delivery: Delivery, destination: Destination | None, language: Language
    ) -> str:
        match delivery.audience:
            case Audience.CUSTOMER:
                return await self._portal_links.link(delivery.booking_id or "")
            case Audience.STAFF:
                return await self._staff_link(delivery, destination, language)
            case _:
                assert_never(delivery.audience)

    async def _staff_link(
        self, delivery: Delivery, destination: Destination | None, language: Language
    ) -> str:
        match delivery.about:
            case NoticeKind.DESTINATION_VERIFICATION if destination is not None:
                return await self._verification_link(destination, language)
            case (
                NoticeKind.DESTINATION_VERIFICATION
                | NoticeKind.DESTINATION_TEST
                | NoticeKind.DESTINATION_PAUSED
            ):
                return self._public_links.settings(delivery.location_id)
            case (
                NoticeKind.CUSTOMER_MESSAGE_RECEIVED
                | NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP
                | NoticeKind.CHAT_MESSAGE_CREATED
                | NoticeKind.CUSTOMER_HAS_REPLY
            ):
                if delivery.thread_id is None:
                    return self._public_links.settings(delivery.location_id)
                return self._public_links.thread(delivery.location_id, delivery.thread_id)
            case _:
                assert_never(delivery.about)

    async def _verification_link(self, destination: Destination, language: Language) -> str:
        """A link of its own for each attempt: only the hash of its token is ever stored."""
        token = self._tokens.new()
        link = verification(destination, self._tokens.hash_of(token), self._clock())
        await self._destinations.remember(destination.id, link)
        return self._public_links.verification(token, language)

    def _unsubscribe_url(self, delivery: Delivery, facts: Facts, language: Language) -> str | None:
        """The link that ends these alerts. Notices that the recipient asked for have none."""
        if delivery.audience is Audience.CUSTOMER:
            recipient = facts.recipient(delivery)
            if recipient is None:
                return None
            return self._public_links.customer_unsubscribe(recipient.token, language)
        destination = facts.destination(delivery)
        if destination is None or delivery.about is NoticeKind.DESTINATION_VERIFICATION:
            return None
        return self._public_links.staff_unsubscribe(destination.unsubscribe_token, language)
