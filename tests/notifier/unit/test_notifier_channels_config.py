"""Settings of the ways out: what is missing or unsafe is said at the start."""

from typing import Any

import pytest
from pydantic import ValidationError

from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.service.config import Environment
from notifier.channels.assembly import make_outbound
from notifier.channels.config import ChannelsConfig, SmtpSecurity
from notifier.channels.http.url_check import UnusableUrlError
from notifier.channels.signing import new_secret
from notifier.domain.notices import Answer, Delivered, Failed, Target
from support import http_receiver as server
from support.http_receiver import HttpReceiver
from support.notices import NOON, customer_wrote
from support.smtp_receiver import SmtpReceiver

MAIL: dict[str, Any] = {"smtp_host": "mail.example", "mail_from": "alerts@booking-chat.example"}


def test_production_speaks_tls_and_calls_public_addresses_only() -> None:
    config = ChannelsConfig()

    assert (config.smtp_security, config.smtp_port) == (SmtpSecurity.STARTTLS, 587)
    assert not config.alerts_allow_private


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"smtp_host": "mail.example"}, "BOOKING_CHAT_MAIL_FROM is missing"),
        (MAIL | {"mail_from": "alerts"}, "BOOKING_CHAT_MAIL_FROM: .*is not an email address"),
        (MAIL | {"mail_reply_to": "a@b@c"}, "BOOKING_CHAT_MAIL_REPLY_TO: .*is not an email"),
        (MAIL | {"smtp_user": "us"}, "SMTP_USER and _SMTP_PASSWORD go together"),
        (MAIL | {"smtp_password": "p"}, "SMTP_USER and _SMTP_PASSWORD go together"),
        (
            MAIL | {"smtp_user": "us", "smtp_password": "p", "smtp_security": "none"},
            "would send the password in the clear",
        ),
        (
            MAIL | {"smtp_user": "us", "smtp_password": "development-only"},
            "BOOKING_CHAT_SMTP_PASSWORD holds a development secret",
        ),
        ({"alerts_allow_private": True}, "BOOKING_CHAT_ALERTS_ALLOW_PRIVATE .* for development"),
        (MAIL | {"smtp_port": 0}, "greater than or equal to 1"),
        (MAIL | {"smtp_security": "maybe"}, "'starttls', 'tls' or 'none'"),
    ],
)
def test_settings_that_will_not_do_are_named(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        ChannelsConfig(**settings)


def test_the_password_is_not_shown() -> None:
    config = ChannelsConfig(**MAIL, smtp_user="us", smtp_password="hush")

    assert "hush" not in repr(config)


async def test_with_its_settings_each_channel_reaches_its_target() -> None:
    async with HttpReceiver() as receiver, SmtpReceiver() as mail:
        receiver.will(server.answer(200))
        outbound = make_outbound(
            ChannelsConfig(
                environment=Environment.DEVELOPMENT,
                smtp_host="127.0.0.1",
                smtp_port=mail.port,
                smtp_security=SmtpSecurity.NONE,
                mail_from="alerts@booking-chat.example",
                alerts_allow_private=True,
            )
        )
        await outbound.start()
        url = f"http://localhost:{receiver.port}/"
        notice = customer_wrote()

        await outbound.url_check.check(url)
        targets = [
            Target(DestinationKind.WEBHOOK, url, secrets=(new_secret(),)),
            Target(DestinationKind.CHAT, url),
            Target(DestinationKind.EMAIL, "desk@lisbon.example"),
        ]
        outcomes = [
            await outbound.channels[target.kind].deliver(notice, target, NOON) for target in targets
        ]
        await outbound.stop()

    assert outcomes == [
        Delivered(Answer(200)),
        Delivered(Answer(200)),
        Delivered(Answer(250, "OK")),
    ]


async def test_in_production_this_machine_is_not_called() -> None:
    async with HttpReceiver() as receiver:
        outbound = make_outbound(ChannelsConfig(alerts_ports=(receiver.port,)))
        await outbound.start()
        url = f"https://localhost:{receiver.port}/"

        with pytest.raises(UnusableUrlError):
            await outbound.url_check.check(url)
        target = Target(DestinationKind.CHAT, url)
        outcome = await outbound.channels[target.kind].deliver(customer_wrote(), target, NOON)
        await outbound.stop()

    assert isinstance(outcome, Failed)
    assert outcome.error.startswith("refused: localhost stands for ")
    assert receiver.connections == 0


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Docker Compose hands on what nobody has set."""
    for name in ("SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "ALERTS_ALLOW_PRIVATE"):
        monkeypatch.setenv(f"BOOKING_CHAT_{name}", "")

    assert ChannelsConfig() == ChannelsConfig.model_construct()


def test_ports_of_webhooks_are_listed_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ChannelsConfig().alerts_ports == ()

    monkeypatch.setenv("BOOKING_CHAT_ALERTS_PORTS", "8443, 9443")
    assert ChannelsConfig().alerts_ports == (8443, 9443)


@pytest.mark.parametrize("ports", ["0", "65536", "https", "8443,", "8443;9443"])
def test_what_is_no_list_of_ports_is_said_at_the_start(
    ports: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKING_CHAT_ALERTS_PORTS", ports)

    with pytest.raises(ValidationError, match="alerts_ports"):
        ChannelsConfig()
