"""`make demo`: one conversation through the public interfaces, step by step, with its times."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar
from uuid import uuid4

import httpx
from aiokafka.errors import KafkaError
from rich.console import Console
from rich.markup import escape

from booking_chat.contracts.http.destinations import CreatedDestination
from booking_chat.contracts.ids import thread_id
from devstack.alerts import AlertReader
from devstack.client import (
    CatcherClient,
    CustomerClient,
    IdentityClient,
    StaffClient,
    UnexpectedAnswerError,
)
from devstack.demo_alerts import AlertScene, NoAlertError, alert_scene
from devstack.demo_data import DEMO_BOOKING
from devstack.demo_people import ANA, LISBON
from devstack.doors import Doors
from devstack.events import Follower
from devstack.waiting import comes_true

Result = TypeVar("Result")
STEP_SECONDS = 30.0
"""More than a healthy system ever needs: a service that was just killed is back by then."""
_THREAD = thread_id(DEMO_BOOKING)
_QUESTION = "Hello! Where do we meet? 🌅"
_ANSWER = "At the pier, by the blue boat."


class DemoError(Exception):
    """A step did not happen; the message says which, and what was seen instead."""


class Script:
    """Prints each step with the time that it took."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def step(self, what: str, happens: Awaitable[Result]) -> Result:
        """Raises DemoError when it does not happen within 30 s."""
        start = perf_counter()
        try:
            async with asyncio.timeout(STEP_SECONDS):
                result = await happens
        except TimeoutError:
            raise DemoError(f"{what}: not within {STEP_SECONDS:.0f} s") from None
        except _FAILURES as error:
            raise DemoError(f"{what}: {error!r}") from error
        milliseconds = (perf_counter() - start) * 1000
        self._console.print(f"  [green]✓[/] {escape(what):<56} {milliseconds:8.1f} ms")
        return result

    def note(self, text: str) -> None:
        self._console.print(f"      [dim]{escape(text)}[/]")


class _NotAsExpectedError(Exception):
    """Something was asked again and again, and never answered what it should."""


_FAILURES = (
    _NotAsExpectedError,
    NoAlertError,
    UnexpectedAnswerError,
    httpx.HTTPError,
    KafkaError,
)


async def _becomes(ask: Callable[[], Awaitable[Result]], expected: Result) -> None:
    last_answer: list[Result] = []

    async def is_as_expected() -> bool:
        last_answer[:] = [await ask()]
        return last_answer[0] == expected

    if not await comes_true(is_as_expected, STEP_SECONDS * 0.9):
        raise _NotAsExpectedError(f"expected {expected}, saw {last_answer}")


@dataclass(frozen=True, slots=True)
class Stage:
    """Both sides, logged in and connected, and the workflow system that listens."""

    script: Script
    customer: CustomerClient
    staff: StaffClient
    at_customer: Follower
    at_staff: Follower
    alerts: AlertReader
    scene: AlertScene

    async def unread_of_staff(self) -> int:
        return (await self.staff.thread(_THREAD)).unread

    async def unread_of_customer(self) -> int:
        thread = (await self.customer.conversation()).thread
        return thread.unread if thread else 0

    async def seq_read_by_customer(self) -> int:
        return (await self.staff.thread(_THREAD)).customer_read_seq


async def play(doors: Doors, console: Console) -> None:
    """Plays the conversation once. Raises DemoError."""
    async with _stage(doors, Script(console)) as stage:
        webhook, email = await _alerts_are_asked_for(stage)
        question = await _customer_writes(stage)
        await _alerts_arrive(stage, question, webhook, email)
        await _staff_reads(stage)
        await _staff_answers(stage)
        await stage.script.step(
            "a workflow system hears customer_message_received", stage.alerts.about(question)
        )


@asynccontextmanager
async def _stage(doors: Doors, script: Script) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        identity = await stack.enter_async_context(IdentityClient(doors.identity))
        customer = await stack.enter_async_context(CustomerClient(doors.portal))
        link = await script.step("a customer gets a link by email", identity.link(DEMO_BOOKING))
        await script.step("the customer opens the link", customer.open(link))
        people = await script.step(f"{ANA.name} logs in", identity.staff())
        token = next(person.token for person in people if person.name == ANA.name)
        staff = await stack.enter_async_context(StaffClient(doors.dashboard, token))

        thread = (await script.step("the page loads", customer.conversation())).thread
        last_seq = thread.last_seq if thread else 0
        at_customer = Follower(_THREAD, last_seq, customer.events, customer.messages)
        at_staff = Follower(
            _THREAD,
            last_seq,
            lambda: staff.events(LISBON.id),
            lambda after_seq: staff.messages(_THREAD, after_seq),
        )
        connect = stack.enter_async_context
        await script.step("the page listens to live events", connect(at_customer))
        await script.step("the dashboard listens to live events", connect(at_staff))
        alerts = AlertReader(doors.kafka)
        await script.step("a workflow system listens to alerts", connect(alerts))
        catcher = await connect(CatcherClient(doors.catcher))
        scene = await connect(alert_scene(staff, catcher, LISBON.id))
        yield Stage(script, customer, staff, at_customer, at_staff, alerts, scene)


async def _alerts_are_asked_for(
    stage: Stage,
) -> tuple[CreatedDestination, CreatedDestination]:
    step, scene = stage.script.step, stage.scene
    webhook = await step(f"{ANA.name} asks for alerts by webhook", scene.ask_for_webhook())
    email = await step(f"{ANA.name} asks for alerts by email", scene.ask_for_email())
    await step("the new address is confirmed by its link", scene.confirm_address())
    return webhook, email


async def _alerts_arrive(
    stage: Stage, question: str, webhook: CreatedDestination, email: CreatedDestination
) -> None:
    step, scene = stage.script.step, stage.scene
    await step(
        "the webhook is called, rightly signed", scene.called(question, webhook.secret or "")
    )
    mail = await step("the email arrives", scene.written_to(_QUESTION))
    stage.script.note(mail.subject)
    why = await step("the dashboard says why", scene.explained(question, [webhook.id, email.id]))
    for destination, text in why.items():
        stage.script.note(f"{destination}: {text}")


async def _customer_writes(stage: Stage) -> str:
    """Returns the message's id."""
    step = stage.script.step
    client_message_id = str(uuid4())
    accepted = await step(
        f"the customer writes: {_QUESTION}", stage.customer.post(client_message_id, _QUESTION)
    )
    await step(f"{ANA.name} sees it live", stage.at_staff.message(client_message_id))
    await step("it is unread for staff", _becomes(stage.unread_of_staff, 1))
    unread = await step("the location's unread badge", stage.staff.unread(LISBON.id))
    if unread.threads < 1:
        raise DemoError(f"the location's unread badge: expected at least 1, saw {unread}")
    return accepted.message_id


async def _staff_reads(stage: Stage) -> None:
    step = stage.script.step
    last_seq = (await stage.staff.thread(_THREAD)).last_seq
    await step(f"{ANA.name} opens it", stage.staff.read(_THREAD, last_seq))
    await step("nothing is unread for staff", _becomes(stage.unread_of_staff, 0))


async def _staff_answers(stage: Stage) -> None:
    step = stage.script.step
    client_message_id = str(uuid4())
    await step(
        f"{ANA.name} answers: {_ANSWER}", stage.staff.post(_THREAD, client_message_id, _ANSWER)
    )
    message = await step("the customer sees it live", stage.at_customer.message(client_message_id))
    await step("it is unread for the customer", _becomes(stage.unread_of_customer, 1))
    await step("the customer reads it", stage.customer.read(message.seq))
    await step("nothing is unread for the customer", _becomes(stage.unread_of_customer, 0))
    await step(
        f"{ANA.name} sees that it was seen", _becomes(stage.seq_read_by_customer, message.seq)
    )
