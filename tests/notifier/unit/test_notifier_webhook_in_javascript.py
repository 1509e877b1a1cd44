"""Our signatures, checked by the public library of another language."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from booking_chat.contracts.http.destinations import DestinationKind
from notifier.channels.signing import new_secret
from notifier.channels.webhook import WebhookChannel, webhook_body
from notifier.domain.notices import Target
from support.http_receiver import HttpReceiver
from support.notices import customer_wrote, event
from support.outgoing_door import door

SCRIPT = Path(__file__).parents[2] / "support" / "verify_webhook.mjs"
NEW, OLD = new_secret(), new_secret()
NOTICE = replace(customer_wrote(), event=event("Parking? 🚗 für zwei <3"))


def verify(secret: str, headers: dict[str, str], body: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, "-m", "devstack", "npm", "exec", "--", "node", str(SCRIPT)],
        input=json.dumps({"secret": secret, "headers": headers, "body": body}),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
async def received() -> AsyncIterator[tuple[dict[str, str], str]]:
    """Headers and body of a webhook that was signed with two secrets, as it arrived."""
    async with HttpReceiver() as receiver, door() as outgoing:
        target = Target(DestinationKind.WEBHOOK, receiver.url, secrets=(NEW, OLD))
        await WebhookChannel(outgoing).deliver(NOTICE, target, datetime.now(UTC))
        (request,) = receiver.requests
        yield dict(request.headers), request.body.decode()


@pytest.mark.parametrize("secret", [NEW, OLD], ids=["new secret", "old secret"])
async def test_either_secret_verifies(received: tuple[dict[str, str], str], secret: str) -> None:
    checked = verify(secret, *received)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert json.loads(checked.stdout) == json.loads(webhook_body(NOTICE))


async def test_a_changed_body_does_not(received: tuple[dict[str, str], str]) -> None:
    headers, body = received

    checked = verify(NEW, headers, body.replace("Ada", "Eve"))

    assert checked.returncode != 0
    assert "No matching signature found" in checked.stderr
