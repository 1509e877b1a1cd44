"""What an OpenAPI document breaks for whoever was built against the released one. Pure.

A client sends what the released document allows and reads what it promises. So requests of the
released document have to be taken, and answers of the current one have to be among those promised.
Problems are not compared: their shape is RFC 9457, and a client has to expect any of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from devstack.contracts.compatibility import Pointer, refusals

Document = Mapping[str, Any]

_JSON = "application/json"
_METHODS = ("get", "put", "post", "delete", "patch")


def find_http_breaks(released: Document, current: Document) -> list[str]:
    """Every break, a line each, in the order of the released document."""
    return [
        found
        for path, operations in released["paths"].items()
        for method in _METHODS
        if method in operations
        for found in _Operation(released, current, path, method).breaks()
    ]


@dataclass(frozen=True, slots=True)
class _Operation:
    released: Document
    current: Document
    path: str
    method: str

    def breaks(self) -> Iterator[str]:
        if self.method not in self.current["paths"].get(self.path, {}):
            yield self._line("is gone")
            return
        was, now = self._of(self.released), self._of(self.current)
        yield from self._parameter_breaks(was, now)
        yield from self._body_breaks(was, now)
        yield from self._answer_breaks(was, now)

    def _parameter_breaks(self, was: Document, now: Document) -> Iterator[str]:
        known, taken = _parameters(was), _parameters(now)
        for key, (index, parameter) in known.items():
            if key not in taken:
                yield self._line(f"{_name(key)} is not known any more")
                continue
            now_index, now_parameter = taken[key]
            if now_parameter.get("required") and not parameter.get("required"):
                yield self._line(f"{_name(key)} is needed now")
            for refusal in self._refused(
                ("parameters", str(index), "schema"), ("parameters", str(now_index), "schema")
            ):
                yield self._line(f"{_name(key)} {refusal}, and is not taken any more")
        for key, (_, parameter) in taken.items():
            if key not in known and parameter.get("required"):
                yield self._line(f"{_name(key)} is new and needed")

    def _body_breaks(self, was: Document, now: Document) -> Iterator[str]:
        place = ("requestBody", "content", _JSON, "schema")
        if "requestBody" not in now:
            if "requestBody" in was:
                yield self._line("takes no body any more")
            return
        if "requestBody" not in was:
            if now["requestBody"].get("required"):
                yield self._line("needs a body now")
            return
        for refusal in self._refused(place, place):
            yield self._line(f"body: {refusal}, and is not taken any more")

    def _answer_breaks(self, was: Document, now: Document) -> Iterator[str]:
        for status, answer in was["responses"].items():
            if not status.startswith(("2", "3")):
                continue
            if status not in now["responses"]:
                yield self._line(f"does not answer {status} any more")
                continue
            for media_type in answer.get("content", {}):
                if media_type not in now["responses"][status].get("content", {}):
                    yield self._line(f"{status} is no longer {media_type}")
                    continue
                place = ("responses", status, "content", media_type, "schema")
                for refusal in self._unexpected(place):
                    yield self._line(f"{status}: {refusal} in what is answered now")

    def _refused(self, was: Pointer, now: Pointer) -> Iterator[str]:
        """What the released document lets a client send, and the current one does not take."""
        for refusal in refusals(
            self.released,
            self.current,
            at=(self._pointer(was), self._pointer(now)),
            ignoring_counts=True,
        ):
            yield f"{refusal.field} {refusal.why}"

    def _unexpected(self, place: Pointer) -> Iterator[str]:
        """What is answered now, and the released document does not promise."""
        pointer = self._pointer(place)
        for refusal in refusals(
            self.current, self.released, at=(pointer, pointer), ignoring_counts=False
        ):
            yield f"{refusal.field} {refusal.why}"

    def _of(self, document: Document) -> Document:
        operation: Document = document["paths"][self.path][self.method]
        return operation

    def _pointer(self, inside: Pointer) -> Pointer:
        return ("paths", self.path, self.method, *inside)

    def _line(self, what: str) -> str:
        return f"{self.method.upper()} {self.path}: {what}"


def _parameters(operation: Document) -> dict[tuple[str, str], tuple[int, Document]]:
    """By place and name; path parameters are known by their place in the path alone."""
    return {
        (parameter["in"], parameter["name"]): (index, parameter)
        for index, parameter in enumerate(operation.get("parameters", []))
    }


def _name(key: tuple[str, str]) -> str:
    place, name = key
    return f"{place} parameter {name}"
