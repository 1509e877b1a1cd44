"""Measures ours beside bare, in one run on the same engines, and prints what came out.

PYTHONPATH=tests python bench/run.py [--only NAME ...] [--rounds 3] [--quick] [--json] [--record]
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import alerts
import audit
import drain
import idle
import latency
import live
import pages
import posts
import whole
from report import Figure, as_json, as_table, machine
from stack import Stack, running_stack

RESULTS = Path(__file__).with_name("results")
SETTINGS = {"BOOKING_CHAT_LIVE_STREAMS_PER_PERSON": "1000"}
"""One member of staff holds all the streams that are measured."""
UNASKED = ("whole", "live", "drain", "posts", "latency", "alerts", "idle")
MEASUREMENTS = (*UNASKED, "audit", "pages")
"""`audit` and `pages` are for those who ask: the one fills a store first, which takes longer than
all the others, and the other needs Chromium."""


def figures_of(name: str, stack: Stack, options: argparse.Namespace) -> AsyncIterator[Figure]:
    measurements: dict[str, Callable[[], AsyncIterator[Figure]]] = {
        "whole": lambda: whole.measure(stack, options.rounds),
        "live": lambda: live.measure(stack, options.rounds),
        "drain": lambda: drain.measure(stack, options.rounds, options.backlog),
        "posts": lambda: posts.measure(stack, options.rounds),
        "latency": lambda: latency.measure(stack, options.rounds),
        "alerts": lambda: alerts.measure(stack, options.alerts),
        "pages": lambda: pages.measure(stack),
        "idle": lambda: idle.measure(stack),
        "audit": lambda: audit.measure(stack, options.messages),
    }
    return measurements[name]()


async def measure(options: argparse.Namespace) -> tuple[dict[str, str], list[Figure]]:
    """Each measurement on engines of its own, so that none works on what another left behind."""
    figures: list[Figure] = []
    facts = machine()
    for name in options.only:
        with tempfile.TemporaryDirectory(prefix="booking-chat-bench-") as folder:
            async with running_stack(Path(folder)) as stack:
                facts["engines"] = stack.title
                say(f"measuring {name} ...")
                async for figure in figures_of(name, stack, options):
                    say(f"  {figure.name}: {figure.ours} {figure.unit}")
                    figures.append(figure)
    return facts, figures


def say(line: str) -> None:
    """Progress goes beside the result, which may be read by a program."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=UNASKED)
    parser.add_argument("--rounds", type=int, default=3, help="of ours and of bare each")
    parser.add_argument("--backlog", type=int, default=50_000, help="commands a round")
    parser.add_argument("--alerts", type=int, default=100_000, help="due alerts a run")
    parser.add_argument("--messages", type=int, nargs="+", default=[100_000], help="of an audit")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="one small round of each")
    parser.add_argument("--record", action="store_true", help="keep the figures in bench/results")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.backlog, options.alerts = 1, 10_000, 5_000
    os.environ.update(SETTINGS)
    facts, figures = asyncio.run(measure(options))
    written = json.dumps(as_json(facts, figures), indent=2)
    print(written if options.json else as_table(facts, figures))
    if options.record:
        RESULTS.mkdir(exist_ok=True)
        name = f"{datetime.now(UTC):%Y-%m-%dT%H%M}-{version('booking-chat-service')}.json"
        (RESULTS / name).write_text(written + "\n")


if __name__ == "__main__":
    main()
