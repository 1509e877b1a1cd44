"""The books of the command log, partition by partition: promise 7. Pure."""

from dataclasses import dataclass

from booking_chat.service.messaging.log_reader import Span
from chat_core.domain.position import Position
from chat_tools.audit.findings import Account, Finding, Kind


@dataclass(frozen=True, slots=True)
class Letters:
    """Records of one partition, before its position, that lie among the dead letters.

    `number` counts each of them once, however many copies there are. `complete` is False
    when the dead-letter topic has dropped its oldest records: then fewer letters than counted
    mean nothing. `only_log` is False when the command topic was made anew since: letters name
    the topic alone, so then more of them mean nothing.
    """

    number: int
    complete: bool
    only_log: bool


def account(partition: int, position: Position | None, span: Span) -> Account:
    """A partition without a position has everything that is in it still before it."""
    position = position or Position(first=span.start, next=span.start)
    return Account(
        partition=partition,
        first=position.first,
        next=position.next,
        end=span.end,
        accepted=span.end - position.first,
        stored=position.stored,
        repeated=position.repeated,
        rejected=position.rejected,
        dead_lettered=position.dead_lettered,
        parked=position.parked,
        recovered=position.recovered,
        missing=position.missing,
        in_flight=span.end - position.next,
    )


def check_position(
    topic: str, partition: int, position: Position, span: Span, noted_seen: object
) -> list[Finding]:
    """`noted_seen` is the number of seen records as the position document itself states it."""

    def found(kind: Kind, detail: str, offset: int) -> Finding:
        return Finding(kind=kind, detail=detail, topic=topic, partition=partition, offset=offset)

    findings = []
    passed = position.next - position.first
    if not passed == position.seen == noted_seen:
        detail = (
            f"{passed} records were passed and {noted_seen} seen, of which {position.stored} stored"
            f" + {position.repeated} repeated + {position.rejected} rejected"
            f" + {position.dead_lettered} dead-lettered + {position.parked} parked"
            f" + {position.recovered} recovered + {position.missing} missing = {position.seen}"
        )
        findings.append(found(Kind.POSITION_DOES_NOT_ADD_UP, detail, position.next))
    if position.next > span.end:
        detail = f"the position {position.next} is past the end of the log, {span.end}"
        findings.append(found(Kind.POSITION_AHEAD_OF_LOG, detail, position.next))
    if position.first > span.start:
        detail = f"counting began at {position.first}, the log begins at {span.start}"
        findings.append(found(Kind.COMMANDS_NEVER_COUNTED, detail, span.start))
    return findings


def check_letters(
    topic: str, partition: int, position: Position, letters: Letters
) -> list[Finding]:
    """Each dead-lettered command lies among the dead letters, and no other one does."""
    too_few = letters.complete and letters.number < position.dead_lettered
    too_many = letters.only_log and letters.number > position.dead_lettered
    if not (too_few or too_many):
        return []
    detail = (
        f"{position.dead_lettered} are counted as dead-lettered, {letters.number} letters are there"
    )
    return [
        Finding(
            kind=Kind.DEAD_LETTERS_DO_NOT_MATCH, detail=detail, topic=topic, partition=partition
        )
    ]


def check_outcomes(
    *, messages: int, rejections: int, before: Position, after: Position
) -> list[Finding]:
    """Totals of all logs, read `before` and `after` messages and rejections were counted.

    A stored message was one stored command, but so were marks and openings: messages are at
    most as many. Each rejected command left one rejection. What a recovered command came to is
    not known any more: it may have been either.
    """
    findings = []
    # After a recovery the first command of a message may be a repetition: it came from its event.
    repeated = after.repeated if after.recovered else 0
    if messages > after.stored + after.recovered + repeated:
        detail = (
            f"{messages} messages are stored, but only {after.stored} commands were,"
            f" and {after.recovered} recovered"
        )
        findings.append(Finding(kind=Kind.OUTCOMES_DO_NOT_MATCH, detail=detail))
    if not before.rejected <= rejections <= after.rejected + after.recovered:
        detail = f"{rejections} rejections are stored, {after.rejected} commands were rejected"
        findings.append(Finding(kind=Kind.OUTCOMES_DO_NOT_MATCH, detail=detail))
    return findings
