"""`python -m operator_gateway.openapi` prints the OpenAPI document of the HTTP interface."""

import json
import sys
from typing import Any

from booking_chat.gateway.openapi import openapi_document
from booking_chat.service.config import Environment
from booking_chat.service.logging import configure_command_logging
from operator_gateway.config import OperatorConfig
from operator_gateway.main import create_app

_NOWHERE = "http://nowhere.invalid"
"""Nothing is asked of anybody: a document says what could be asked."""


def document() -> dict[str, Any]:
    config = OperatorConfig(
        environment=Environment.DEVELOPMENT,
        core_url=_NOWHERE,
        settings_url=_NOWHERE,
        notifier_url=_NOWHERE,
        session_secret="a secret for nobody, 32 characters or more",  # noqa: S106 - guards nothing
        dashboard_url=_NOWHERE,
        oidc_issuer=_NOWHERE,
        oidc_audience="nobody",
        oidc_jwks_url=_NOWHERE,
        oidc_authorization_url=_NOWHERE,
        oidc_token_url=_NOWHERE,
        oidc_client_id="nobody",
    )
    return openapi_document(create_app(config))


def main() -> None:
    configure_command_logging()
    json.dump(document(), sys.stdout)


if __name__ == "__main__":
    main()
