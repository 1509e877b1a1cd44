"""Peers that mean no good: plain sockets, so that nothing about HTTP is put right for them."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PATIENCE_SECONDS = 30.0
SIP_BYTES = 32 * 1024
HALF_A_HEAD = b"GET /health/live HTTP/1.1\r\nHost: x\r\nX-a: b"
HALF_A_BODY = (
    b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 50\r\n\r\n{"
)


def connect(url: str, receive_buffer: int | None = None) -> socket.socket:
    """A connection; with a small receive buffer it takes next to nothing that is not read."""
    peer = socket.socket()
    if receive_buffer is not None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    peer.settimeout(PATIENCE_SECONDS)
    place = urlsplit(url)
    peer.connect((place.hostname, place.port))
    return peer


def get(path: str, headers: str = "") -> bytes:
    """The whole head of a GET; each of `headers` ends with CR LF."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode()


@contextmanager
def peers(
    url: str, count: int, says: bytes = b"", receive_buffer: int | None = None
) -> Iterator[list[socket.socket]]:
    """So many connections that say the same and then nothing more."""
    opened: list[socket.socket] = []
    try:
        for _ in range(count):
            opened.append(connect(url, receive_buffer))
            opened[-1].sendall(says)
        yield opened
    finally:
        for peer in opened:
            peer.close()


def send(peer: socket.socket, data: bytes) -> None:
    """Sends as much as the server takes."""
    try:
        peer.sendall(data)
    except OSError:
        return


def drip(peer: socket.socket, every: float, what: bytes = b"a") -> None:
    """Sends the same again and again until the server has had enough."""
    try:
        while not _has_something(peer):
            peer.sendall(what)
            time.sleep(every)
    except OSError:
        return


def heard_until(peer: socket.socket, words: bytes) -> bytes:
    """What the server says up to these words, or to its end."""
    heard = b""
    while words not in heard and (part := peer.recv(65536)):
        heard += part
    return heard


def heard_slowly(peer: socket.socket, words: bytes, pause: float) -> bytes:
    """The same, by somebody who takes a little and then rests for so many seconds."""
    heard = b""
    while words not in heard[-SIP_BYTES * 2 :] and (part := peer.recv(SIP_BYTES)):
        heard += part
        time.sleep(pause)
    return heard


def answer(peer: socket.socket) -> bytes:
    """Everything up to the end of the connection."""
    parts: list[bytes] = []
    try:
        while part := peer.recv(65536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def is_served(url: str, path: str = "/health/live") -> bool:
    """Whether somebody who means well is answered."""
    with peers(url, 1, get(path, "Connection: close\r\n")) as (peer,):
        return status_of(answer(peer)) == 200


def status_of(answered: bytes) -> int:
    return int(answered.split(b" ", 2)[1])


def is_open(peer: socket.socket) -> bool:
    """Whether the server still keeps the connection; throws away what it has said."""
    peer.setblocking(False)
    try:
        while peer.recv(65536):
            pass
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        peer.settimeout(PATIENCE_SECONDS)
    return False


def _has_something(peer: socket.socket) -> bool:
    peer.setblocking(False)
    try:
        return len(peer.recv(1, socket.MSG_PEEK)) >= 0
    except BlockingIOError:
        return False
    finally:
        peer.settimeout(PATIENCE_SECONDS)
