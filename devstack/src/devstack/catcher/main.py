"""The development stack's catcher: what alerts send out ends here, where it can be looked at.

It shows everybody what it caught, so it runs with BOOKING_CHAT_ENVIRONMENT=development only.
"""

import sys

from fastapi import FastAPI

from booking_chat.service.app import serve, service_app
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.health import Health
from booking_chat.service.parts import started
from devstack.catcher.hooks import CaughtHooks, hook_routes
from devstack.catcher.mail_routes import mail_routes
from devstack.catcher.mail_server import MailServer
from devstack.catcher.mailbox import Mailbox

NAME = "catcher"


class CatcherConfig(ServiceConfig):
    catcher_smtp_port: int = 2525


def create_app(config: CatcherConfig) -> FastAPI:
    mailbox = Mailbox()
    server = MailServer(mailbox, config.http_host, config.catcher_smtp_port)
    return service_app(
        NAME,
        routers=[mail_routes(mailbox), hook_routes(CaughtHooks())],
        health=Health(),
        parts=[started(server)],
    )


def main() -> None:
    config = CatcherConfig()
    if config.environment is not Environment.DEVELOPMENT:
        sys.exit(
            "The catcher shows everybody what it caught. "
            "It starts with BOOKING_CHAT_ENVIRONMENT=development only."
        )
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
