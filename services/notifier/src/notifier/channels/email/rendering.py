"""The content of an email as HTML and as plain text, by the templates beside this file.

What people typed is escaped by the medium's own rules, by default and not by remembering to do
so: HTML by autoescape, text by putting every value on one line unless it is quoted line by line.
"""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from notifier.channels.email.content import EmailContent
from notifier.channels.text import one_line, paragraph


def render_html(content: EmailContent) -> str:
    return _HTML.get_template("email.html.j2").render(email=content)


def render_text(content: EmailContent) -> str:
    return _TEXT.get_template("email.txt.j2").render(email=content)


class _Lines(str):
    """Text that may have several lines, each of them marked as somebody else's."""

    __slots__ = ()


def _quoted(text: str) -> _Lines:
    return _Lines("\n".join(f"> {line}".rstrip() for line in paragraph(text).split("\n")))


def _with_breaks(text: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in paragraph(text).split("\n"))


def _visible(value: Any) -> Any:
    """What HTML cannot escape: characters that show nothing or turn what follows around."""
    return value if isinstance(value, Markup) else one_line(str(value))


def _on_one_line(value: Any) -> str:
    return str(value) if isinstance(value, _Lines) else one_line(str(value))


_LOADER = FileSystemLoader(Path(__file__).parent / "templates")
_HTML = Environment(
    loader=_LOADER,
    autoescape=True,
    finalize=_visible,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_HTML.filters["with_breaks"] = _with_breaks
_TEXT = Environment(
    loader=_LOADER,
    autoescape=False,  # noqa: S701 - it is not HTML; see `_on_one_line`
    finalize=_on_one_line,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEXT.filters["quoted"] = _quoted
