"""What a person sees at the development identity provider: who shall I be? Pure."""

from collections.abc import Mapping, Sequence
from html import escape

from devstack.demo_people import Staff

STYLE_PATH = "/sign-in.css"
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
STYLE = """
:root { color-scheme: light dark; --ink: #1b2430; --soft: #55606e; --line: #d5dbe3; --card: #fff;
  --ground: #f3f5f8; --accent: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf4; --soft: #a5b0be; --line: #37424f;
  --card: #1c232c; --ground: #12171d; --accent: #8ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
main { width: 100%; max-width: 28rem; }
h1 { margin: 0 0 .25rem; font-size: 1.375rem; line-height: 1.25; }
p { margin: 0 0 1.25rem; color: var(--soft); }
ul { margin: 0 0 1.25rem; padding: 0; list-style: none; display: grid; gap: .625rem; }
li a { display: block; padding: .875rem 1rem; border: 1px solid var(--line); border-radius: .75rem;
  background: var(--card); color: inherit; text-decoration: none; }
li a:hover { border-color: var(--accent); }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
strong { display: block; }
small { font-size: .875rem; color: var(--soft); }
"""


def choice_page(people: Sequence[tuple[Staff, str]], cancel: str) -> str:
    """One link for each person, with the address that signs them in, and one to give up."""
    rows = "".join(_row(person, address) for person, address in people)
    return _page(
        "Who shall I be?",
        "<p>The development sign-in of booking-chat asks for no password.</p>"
        f'<ul>{rows}</ul><a href="{escape(cancel)}">Do not sign in</a>',
    )


def refused_page(why: str) -> str:
    return _page("This sign-in cannot be", f"<p>{escape(why)}</p>")


def _row(person: Staff, address: str) -> str:
    places = ", ".join(location.name for location in person.locations)
    name = escape(person.name if person.given_name else "An account without a name")
    return (
        f'<li><a href="{escape(address)}"><strong>{name}</strong>'
        f"<small>{escape(person.role)} · {escape(places)}</small></a></li>"
    )


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{STYLE_PATH}"></head>'
        f"<body><main><h1>{escape(title)}</h1>{content}</main></body></html>"
    )
