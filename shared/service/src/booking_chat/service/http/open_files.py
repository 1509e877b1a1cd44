"""How many files and sockets this process may have open."""

import resource

import structlog

log = structlog.get_logger(__name__)

OTHERS = 256
"""Files, and connections to Kafka, MongoDB and other services."""


def allow_open_files(connections: int) -> None:
    """Raises this process's own limit, so that so many connections of peers find room.

    A server that runs out of files accepts nobody at all.
    """
    wanted = connections + OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _suffices(soft, wanted):
        return
    if not _suffices(hard, wanted):
        log.warning("fewer files may be open than connections are allowed", limit=hard)
        wanted = hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _suffices(limit: int, wanted: int) -> bool:
    return limit == resource.RLIM_INFINITY or limit >= wanted
