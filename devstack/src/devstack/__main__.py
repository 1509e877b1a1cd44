"""The commands of the devstack."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from devstack import compose, node
from devstack import demo as demo_script
from devstack import identity as identity_provider
from devstack import run as run_script
from devstack import seed as seed_script
from devstack.catcher import main as mail_catcher
from devstack.contracts import documents as contract_documents
from devstack.doors import Doors
from devstack.paths import RunFolder
from devstack.processes import StartError
from devstack.ready import Ready

Folder = Annotated[Path, typer.Option(help="where data, logs and ready.json are kept")]
DEFAULT_FOLDER = RunFolder().root

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def run(folder: Folder = DEFAULT_FOLDER) -> None:
    """Start engines, services, identity provider and demo data; Ctrl-C stops all of it."""
    sys.exit(asyncio.run(run_script.run(RunFolder(folder), Console(highlight=False))))


@app.command()
def identity() -> None:
    """Serve the development identity provider."""
    identity_provider.main()


@app.command()
def catcher() -> None:
    """Serve the catcher: it takes the emails of alerts and shows them."""
    mail_catcher.main()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def npm(arguments: typer.Context) -> None:
    """Run npm in web/, with this machine's Node or else with one that a wheel brings."""
    try:
        sys.exit(node.run_npm(arguments.args))
    except StartError as error:
        sys.exit(f"The pages cannot be built without Node 20.19 or later: {error}")


@app.command()
def contracts(
    *, release: Annotated[bool, typer.Option(help="others build against it from now on")] = False
) -> None:
    """Write docs/contracts anew from the code."""
    contract_documents.write(release=release)


@app.command()
def seed() -> None:
    """Fill the system that BOOKING_CHAT_DEMO_* name with the demo data."""
    doors = Doors.from_environment(os.environ)
    if doors is None:
        sys.exit("BOOKING_CHAT_DEMO_PORTAL, _DASHBOARD, _IDENTITY, _KAFKA and _CATCHER say where.")
    seeded = asyncio.run(seed_script.seed(doors, datetime.now(UTC).date()))
    typer.echo(f"the demo data are there; a customer's link: {seeded.links[0].url}")


@app.command()
def demo(loop: Annotated[int, typer.Option(min=1, envvar="LOOP")] = 1) -> None:
    """Play one conversation against a running system."""
    doors = Doors.from_environment(os.environ) or _doors_of_this_checkout()
    if doors is None:
        played = compose.play_inside(loop)
        sys.exit("Nothing runs here: start it with `make run`." if played is None else played)
    console = Console(highlight=False)
    for number in range(1, loop + 1):
        console.print(f"\n[bold]One conversation[/] ({number} of {loop})")
        try:
            asyncio.run(demo_script.play(doors, console))
        except demo_script.DemoError as error:
            sys.exit(f"  ✗ {error}")
    console.print("\n[bold green]The line stands.[/]")


def _doors_of_this_checkout() -> Doors | None:
    path = RunFolder().ready
    if not path.exists():
        return None
    ready = Ready.model_validate_json(path.read_text())
    return Doors(ready.portal, ready.dashboard, ready.identity, ready.kafka, ready.catcher)


if __name__ == "__main__":
    app()
