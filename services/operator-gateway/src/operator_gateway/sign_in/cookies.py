"""The two cookies of signing in: their names and their attributes."""

from dataclasses import dataclass

from fastapi import Response

SESSION = "booking_chat_staff"
LOGIN = "booking_chat_login"


@dataclass(frozen=True, slots=True)
class Cookies:
    """With TLS, names that browsers keep for this very host: no neighbour can set them."""

    secure: bool

    @property
    def session(self) -> str:
        return self._named(SESSION)

    @property
    def login(self) -> str:
        return self._named(LOGIN)

    def set_session(self, response: Response, value: str, seconds: int) -> None:
        """Strict: the page asks for everything itself, so no other site's link needs it."""
        response.set_cookie(
            self.session, value, seconds, secure=self.secure, httponly=True, samesite="strict"
        )

    def set_login(self, response: Response, value: str, seconds: int) -> None:
        """Lax: the login service sends the browser back to us with it."""
        response.set_cookie(
            self.login, value, seconds, secure=self.secure, httponly=True, samesite="lax"
        )

    def forget_session(self, response: Response) -> None:
        response.delete_cookie(self.session, secure=self.secure, httponly=True, samesite="strict")

    def forget_login(self, response: Response) -> None:
        response.delete_cookie(self.login, secure=self.secure, httponly=True, samesite="lax")

    def _named(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name
