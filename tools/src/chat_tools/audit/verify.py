"""`verify`: promises 1, 2, 4, 6 and 7 on the data of a running or stopped system."""

from booking_chat.contracts.topics import COMMANDS, DEAD_LETTERS, EVENTS
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.storage.mongo import Client
from chat_core.names import COMMANDS_GROUP
from chat_core.storage.collections import DATABASE, Collections
from chat_tools.audit.events import EventAudit, Logs
from chat_tools.audit.findings import AuditReport, Findings
from chat_tools.audit.ledger import BookAudit
from chat_tools.audit.threads import ThreadAudit
from chat_tools.progress import Progress

LIVE_LOGS = Logs(COMMANDS, EVENTS, DEAD_LETTERS, group=COMMANDS_GROUP)


async def verify(
    client: Client,
    kafka: KafkaConnection,
    *,
    progress: Progress,
    logs: Logs = LIVE_LOGS,
    database: str = DATABASE,
) -> AuditReport:
    """Reads everything once and changes nothing.

    Messages first, then positions, then the event log: each may only have grown since the
    one before was read, so that work going on meanwhile is not taken for damage.
    Raises KafkaError, KafkaUnavailableError or PyMongoError when an engine does not answer.
    """
    findings = Findings()
    collections = Collections(client, database)
    async with LogReader(kafka) as reader:
        books = BookAudit(reader, logs, collections, findings)
        before = await books.totals()
        threads = ThreadAudit(client, collections, findings, progress)
        await threads.run()
        account = await books.run(before, threads.messages)
        events = EventAudit(reader, logs, collections, findings, progress)
        await events.run()
    return AuditReport(
        threads=threads.threads,
        messages=threads.messages,
        rejections=account.rejections,
        events=events.events,
        events_on_their_way=events.on_their_way,
        accounts=account.accounts,
        not_checked=account.not_checked,
        counts=dict(findings.counts),
        findings=findings.kept,
    )
