"""Where the customers' page stands."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

PAGE_PATH = "/c"
"""Links in confirmation emails lead here; what stands behind their `#` stays in the browser."""


def page_routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def to_the_page() -> RedirectResponse:
        return RedirectResponse(PAGE_PATH)

    return router
