"""Where alerts may go, as a person types it: URLs and email addresses, checked by what they say.

Whether a host is public is a question to the network, which the notifier asks: here is only
what can be told from the text.
"""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from booking_chat.contracts.bounds import MAX_EMAIL_LENGTH
from booking_chat.contracts.texts import trimmed

MAX_URL_LENGTH = 2048

_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")


def _taken_in(address: Any) -> Any:
    return trimmed(address) if isinstance(address, str) else address


TakenInAddress = BeforeValidator(_taken_in)
"""What is pasted with an address does not belong to it: spaces, line ends, a byte order mark."""


def _web_address(url: str) -> str:
    if not _VISIBLE_ASCII.fullmatch(url):
        raise ValueError("must be printable ASCII without spaces; write others percent-encoded")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    if parts.scheme not in {"https", "http"}:
        raise ValueError("must start with https://")
    if not parts.hostname or port == 0:
        raise ValueError("must name a host")
    if "@" in parts.netloc:
        raise ValueError("must not carry a user name or password: calls are signed instead")
    if parts.fragment:
        raise ValueError("must not have a fragment (#...): it would never be sent")
    return url


def checked_email_address(address: str) -> str:
    """The address as mail servers know it. Raises ValueError, with words for who typed it.

    The part before the @ may have letters beyond ASCII: mail servers that offer SMTPUTF8 take it.
    """
    try:
        # Whether the domain takes mail is shown by the verification link, not asked of DNS here.
        checked = validate_email(
            address, check_deliverability=False, allow_smtputf8=True, strict=True
        )
    except EmailNotValidError as error:
        raise ValueError(f"is not an email address: {error}") from None
    return checked.ascii_email or f"{checked.local_part}@{checked.ascii_domain}"


WebAddress = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_URL_LENGTH),
    AfterValidator(_web_address),
    TakenInAddress,
]
"""An absolute `https` or `http` URL that names a host and carries no credentials.

The notifier decides whether plain `http` and hosts that are not public will do.
"""

EmailAddress = Annotated[
    str,
    StringConstraints(min_length=3, max_length=MAX_EMAIL_LENGTH),
    AfterValidator(checked_email_address),
    TakenInAddress,
]
"""One address, `user@domain`, no display name; an international domain becomes its ASCII form."""
