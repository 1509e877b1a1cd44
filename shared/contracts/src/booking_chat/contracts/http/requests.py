"""Bodies that both gateways take."""

from typing import Annotated

from pydantic import Field

from booking_chat.contracts.base import StrictContract
from booking_chat.contracts.bounds import MAX_SEQ
from booking_chat.contracts.values import ClientMessageId, NewMessageText


class NewMessage(StrictContract):
    client_message_id: ClientMessageId
    text: NewMessageText


class ReadUpTo(StrictContract):
    """Everything up to and including `seq` has been read."""

    seq: Annotated[int, Field(strict=True, ge=1, le=MAX_SEQ)]
