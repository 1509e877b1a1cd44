"""Signatures of webhooks by the Standard Webhooks specification.

The only file that names the library. https://www.standardwebhooks.com
"""

import base64
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

_PREFIX = "whsec_"
_SECRET_BYTES = 32
"""The specification asks for 24 to 64."""


def new_secret() -> str:
    """A random secret as it is shown to its receiver: `whsec_` and base64."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signature_headers(
    notice_id: str, body: str, valid_secrets: Sequence[str], now: datetime
) -> dict[str, str]:
    """The three headers of a request, with a signature by each of the secrets.

    During a rotation two secrets are valid, and the receiver may check with either.
    `notice_id` is the same at every attempt, so that a repeat can be recognised; `now`
    tells a repeat of ours from one that somebody else recorded.
    """
    moment = now.astimezone(UTC)
    signatures = [Webhook(secret).sign(notice_id, moment, body) for secret in valid_secrets]
    return {
        "webhook-id": notice_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
