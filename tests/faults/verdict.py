"""Accepted against stored: what is missing, what is there twice, what has changed places."""

from collections import defaultdict
from dataclasses import dataclass

from booking_chat.service.storage.mongo import ASCENDING, Client
from chat_core.storage.collections import Collections
from faults.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reordered` counts messages that stand before an earlier one of their writer, and places
    in threads that are not the next number after the one before."""

    accepted: int
    stored: int
    lost: int
    doubled: int
    reordered: int


async def judge(client: Client, ledger: Ledger) -> Verdict:
    """Compares a ledger with the store, thread by thread."""
    accepted = {s.message_id for s in ledger.by_id.values() if s.accepted_at is not None}
    stored: list[str] = []
    texts: set[str] = set()
    reordered = 0
    for thread in {s.thread_id for s in ledger.by_id.values()}:
        found = Collections(client).messages.find({"threadId": thread}).sort("seq", ASCENDING)
        documents = await found.to_list(None)
        stored += [document["_id"] for document in documents]
        texts |= {document["text"] for document in documents}
        reordered += sum(d["seq"] != place for place, d in enumerate(documents, start=1))
        reordered += _out_of_order([d["_id"] for d in documents], ledger)
    return Verdict(
        accepted=len(accepted),
        stored=len(stored),
        lost=len(accepted - set(stored)),
        doubled=len(stored) - len(texts),
        reordered=reordered,
    )


def _out_of_order(message_ids: list[str], ledger: Ledger) -> int:
    """Messages that come after a later one of the same writer."""
    latest: defaultdict[str, int] = defaultdict(int)
    wrong = 0
    for message in message_ids:
        sent = ledger.by_id.get(message)
        if sent is not None:
            wrong += sent.number < latest[sent.writer]
            latest[sent.writer] = max(sent.number, latest[sent.writer])
    return wrong
