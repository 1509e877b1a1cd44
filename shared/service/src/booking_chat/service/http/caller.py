"""A service that calls others, and says who it is."""

from collections.abc import Callable
from time import time

from booking_chat.contracts.services import ServiceName
from booking_chat.service.http.service_tokens import LIFE_SECONDS, ServiceSecrets, sign_call

RENEW_SECONDS = LIFE_SECONDS / 2
"""A token is used for so long: what is on its way must not be over when it arrives."""


class Caller:
    """The tokens of one service for those it calls, each made once in half a minute.

    `clock` gives seconds since 1970.
    """

    def __init__(
        self, name: ServiceName, secrets: ServiceSecrets, clock: Callable[[], float] = time
    ) -> None:
        self._name = name
        self._secret = secrets.signing
        self._clock = clock
        self._made: dict[ServiceName, tuple[float, str]] = {}

    def authorization(self, called: ServiceName) -> str:
        """The value of the header `Authorization` of a call."""
        now = self._clock()
        made_at, header = self._made.get(called, (0.0, ""))
        # A clock that was set back would use one token for as long as that.
        if not header or not 0 <= now - made_at < RENEW_SECONDS:
            header = f"Bearer {sign_call(self._name, called, now, self._secret)}"
            self._made[called] = (now, header)
        return header
