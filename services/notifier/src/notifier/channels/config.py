"""The settings of the channels."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_settings import NoDecode, SettingsConfigDict

from booking_chat.contracts.http.addresses import EmailAddress
from booking_chat.service.config import Environment, ServiceConfig


class SmtpSecurity(StrEnum):
    STARTTLS = "starttls"
    """Starts in the clear and insists on TLS before anything is said: port 587."""
    TLS = "tls"
    """TLS from the first byte: port 465."""
    NONE = "none"
    """For a relay on the same machine or network. A password is never sent this way."""


def _listed(given: object) -> object:
    return [part.strip() for part in given.split(",")] if isinstance(given, str) else given


class ChannelsConfig(ServiceConfig):
    """`smtp_*`: the mail server that takes our email; without `smtp_host` no email is sent.

    `mail_from` is the address that emails come from and `mail_from_name` what staff see as its
    name; customers see the business's. `mail_reply_to` is where answers go, if anywhere.
    `alerts_allow_private` lets webhooks go to this machine and over plain http. `alerts_ports` are
    ports that they may go to besides 443.
    """

    # Docker Compose hands on what is not set as an empty value.
    model_config = SettingsConfigDict(env_ignore_empty=True)

    smtp_host: str | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65_535)] = 587
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str | None = None
    mail_from_name: str = "booking-chat"
    mail_reply_to: str | None = None
    alerts_allow_private: bool = False
    alerts_ports: Annotated[
        tuple[Annotated[int, Field(ge=1, le=65_535)], ...],
        Field(max_length=100),
        # Not as JSON: `8443,9443`.
        NoDecode,
        BeforeValidator(_listed),
    ] = ()

    @model_validator(mode="after")
    def _mail_that_can_be_sent(self) -> Self:
        if self.smtp_host is not None and self.mail_from is None:
            raise ValueError("BOOKING_CHAT_MAIL_FROM is missing: which address sends the email?")
        for name in ("mail_from", "mail_reply_to"):
            address = getattr(self, name)
            if address is not None:
                _require_address(f"BOOKING_CHAT_{name.upper()}", address)
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError("BOOKING_CHAT_SMTP_USER and _SMTP_PASSWORD go together")
        if self.smtp_password is not None and self.smtp_security is SmtpSecurity.NONE:
            raise ValueError("BOOKING_CHAT_SMTP_SECURITY=none would send the password in the clear")
        return self

    @model_validator(mode="after")
    def _nothing_private_in_production(self) -> Self:
        if self.environment is Environment.PRODUCTION and self.alerts_allow_private:
            raise ValueError(
                "BOOKING_CHAT_ALERTS_ALLOW_PRIVATE would let whoever types a URL call what only "
                "this machine can reach: it is for development"
            )
        return self


def _require_address(name: str, address: str) -> None:
    try:
        TypeAdapter(EmailAddress).validate_python(address)
    except ValidationError as error:
        raise ValueError(f"{name}: {error.errors()[0]['msg']}") from None
