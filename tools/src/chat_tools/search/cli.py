"""`booking-chat rebuild-search`."""

import typer

from booking_chat.service.config import ServiceConfig
from booking_chat.service.storage.mongo import connect, disconnect
from chat_core.storage.search_fill import SearchFill
from chat_tools.console import finished, progress_shown
from chat_tools.progress import Progress


def rebuild_search() -> None:
    """Make the search index anew from the stored bookings and messages.

    Services may run meanwhile; the search finds more and more until it is done.
    """

    async def everything(progress: Progress) -> tuple[int, int]:
        config = ServiceConfig()
        client = connect(config.mongo_url, config.mongo_driver)
        fill = SearchFill(client)
        try:
            bookings, messages = await fill.counts()
            await fill.clear()
            progress.begin("bookings", bookings)
            await fill.bookings(progress.advance)
            progress.begin("messages", messages)
            await fill.messages(progress.advance)
        finally:
            await disconnect(client)
        return bookings, messages

    with progress_shown(wanted=True) as progress:
        bookings, messages = finished(everything(progress))
    typer.echo(f"{bookings} bookings and {messages} messages can be found")
