"""Structured logs: one JSON object a line, or coloured text for a person at a terminal."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

import structlog

from booking_chat.service.errors import format_exc_info

_service: str | None = None


def log_every(event: str, **fields: str) -> None:
    """One line at level info for what happens with every request, at a tenth of the usual price.

    Says nothing before `configure_logging` was called.
    """
    if _service is None or not logging.getLogger().isEnabledFor(logging.INFO):
        return
    moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    line = {**fields, "event": event, "service": _service, "level": "info", "timestamp": moment}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def configure_logging(service: str, level: str) -> None:
    """Sends everything that a service logs to standard output, once."""
    _configure(sys.stdout, level)
    structlog.contextvars.bind_contextvars(service=service)
    global _service  # noqa: PLW0603 - logging is a process's own, like structlog's configuration
    _service = service


def configure_command_logging() -> None:
    """Sends a command's warnings to standard error: its standard output is its answer alone."""
    _configure(sys.stderr, "WARNING")


def _configure(stream: TextIO, level: str) -> None:
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    person_reads = stream.isatty()
    without_values = structlog.processors.ExceptionRenderer(format_exc_info)
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if person_reads else structlog.processors.JSONRenderer()
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *([] if person_reads else [without_values]),
                renderer,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for talkative in ("httpx", "httpcore", "aiokafka", "pymongo"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
