"""Where letters are looked through and dealt with; what was done is kept in MongoDB."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from booking_chat.contracts.base import Contract, Timestamp
from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import ALL_TOPICS, DEAD_LETTERS, Topic
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.storage.mongo import ASCENDING, Document
from chat_core.storage.collections import Collections
from chat_tools.dead_letters.letter import Letter, Summary, read_letter
from chat_tools.progress import RefusedError

_TOPICS = {topic.name: topic for topic in ALL_TOPICS}


class Deed(StrEnum):
    REDRIVEN = "redriven"
    DISCARDED = "discarded"


class Action(Contract):
    """What was done with a letter, when, by whom, and why if it was discarded."""

    letter: str
    content: str
    deed: Deed
    by: str
    at: Timestamp
    reason: str | None


class Entry(Contract):
    """A letter in a list, how often its record was set aside, and what was done with it."""

    letter: Summary
    copies: int
    actions: list[Action]


class LetterPublisher(Protocol):
    async def publish(self, topic: Topic, record: OutgoingRecord) -> None: ...


class Desk:
    """`topics` are those that letters may go back to, by name."""

    def __init__(
        self,
        reader: LogReader,
        publisher: LetterPublisher,
        collections: Collections,
        *,
        letters: Topic = DEAD_LETTERS,
        topics: Mapping[str, Topic] = _TOPICS,
    ) -> None:
        self._reader = reader
        self._publisher = publisher
        self._actions = collections.dead_letter_actions
        self._letters = letters
        self._topics = topics

    async def entries(self, *, with_done: bool) -> list[Entry]:
        """Letters by age, oldest first; those that were dealt with only if asked for."""
        first: dict[tuple[str, str], Summary] = {}
        copies: dict[tuple[str, str], int] = {}
        async for letter in self._read():
            key = (letter.summary.letter_id, letter.summary.content)
            first.setdefault(key, letter.summary)
            copies[key] = copies.get(key, 0) + 1
        actions = await self._all_actions()
        entries = [
            Entry(letter=summary, copies=copies[key], actions=actions.get(key, []))
            for key, summary in first.items()
            if with_done or key not in actions
        ]
        return sorted(entries, key=lambda entry: entry.letter.set_aside_at)

    async def letter(self, letter_id: str) -> tuple[Letter, list[Action]]:
        """The newest letter with this id. Raises RefusedError when there is none."""
        newest = None
        async for letter in self._read():
            if letter.summary.letter_id == letter_id:
                newest = letter
        if newest is None:
            raise RefusedError(f"there is no dead letter {letter_id}")
        found = await self._actions.find(
            {"letter": letter_id, "content": newest.summary.content}
        ).to_list(None)
        return newest, [Action.model_validate(document) for document in found]

    async def redrive(self, letter_id: str, *, by: str, at: datetime, again: bool) -> None:
        """Publishes the original record once more, to be taken like any other.

        The note comes after: if it fails, the letter is offered again, and nothing is lost.
        """
        letter = await self._open_letter(letter_id, again=again)
        topic = self._topics.get(letter.topic)
        if topic is None:
            raise RefusedError(f"{letter.topic} is not one of our topics")
        if letter.original.key is None and letter.original.value is None:
            raise RefusedError("a record with neither key nor body cannot be published")
        await self._publisher.publish(topic, letter.original)
        await self._note(letter, Deed.REDRIVEN, by=by, at=at, reason=None)

    async def discard(
        self, letter_id: str, *, by: str, at: datetime, reason: str, again: bool
    ) -> None:
        """Notes that nothing will be done about it; the letter stays until its topic drops it."""
        letter = await self._open_letter(letter_id, again=again)
        await self._note(letter, Deed.DISCARDED, by=by, at=at, reason=reason)

    async def _open_letter(self, letter_id: str, *, again: bool) -> Letter:
        letter, actions = await self.letter(letter_id)
        if actions and not again:
            last = actions[-1]
            raise RefusedError(f"{letter_id} was {last.deed} at {last.at} by {last.by}")
        return letter

    async def _note(
        self, letter: Letter, deed: Deed, *, by: str, at: datetime, reason: str | None
    ) -> None:
        action = Action(
            letter=letter.summary.letter_id,
            content=letter.summary.content,
            deed=deed,
            by=by,
            at=at,
            reason=reason,
        )
        await self._actions.insert_one(action.model_dump(mode="python", by_alias=True))

    async def _all_actions(self) -> dict[tuple[str, str], list[Action]]:
        actions: dict[tuple[str, str], list[Action]] = {}
        documents: Sequence[Document] = (
            await self._actions.find({}).sort("at", ASCENDING).to_list(None)
        )
        for document in documents:
            action = Action.model_validate(document)
            actions.setdefault((action.letter, action.content), []).append(action)
        return actions

    async def _read(self) -> AsyncIterator[Letter]:
        for partition, span in (await self._reader.spans(self._letters)).items():
            async for records in self._reader.read(self._letters, partition, span):
                for record in records:
                    letter = read_letter(record)
                    if letter is not None:
                        yield letter
