"""The command `booking-chat`: what is done to the system as a whole."""

import asyncio
from importlib.metadata import entry_points
from typing import Annotated

import typer

from booking_chat.provision import ProvisionError, provision_mongo, provision_topics
from booking_chat.service.config import ServiceConfig


def provision(
    replication: Annotated[int, typer.Option(help="copies of each topic")] = 1,
    min_insync: Annotated[int, typer.Option(help="copies that must acknowledge")] = 1,
    replica_set: Annotated[str, typer.Option(help="name of the MongoDB replica set")] = "rs0",
    replica_set_member: Annotated[
        list[str] | None, typer.Option(help="host:port to initiate the replica set with")
    ] = None,
) -> None:
    """Make topics, replica set and indexes. Safe to repeat."""

    async def everything() -> None:
        config = ServiceConfig()
        await provision_mongo(
            config.mongo_url,
            members=replica_set_member or [],
            replica_set=replica_set,
            report=typer.echo,
        )
        await provision_topics(
            config.kafka_bootstrap,
            replication=replication,
            min_insync=min_insync,
            report=typer.echo,
        )

    try:
        asyncio.run(everything())
    except ProvisionError as error:
        typer.echo(f"provision failed: {error}", err=True)
        raise typer.Exit(1) from error


def main() -> None:
    """Runs a command; services add theirs by the entry points `booking_chat.commands`.

    An entry point is a function, or a Typer app for a command with commands of its own.
    """
    app = typer.Typer(
        no_args_is_help=True,
        help=__doc__,
        pretty_exceptions_show_locals=False,
        add_completion=False,
    )
    app.callback()(lambda: None)
    app.command()(provision)
    for entry in sorted(entry_points(group="booking_chat.commands"), key=lambda e: e.name):
        command = entry.load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=entry.name)
        else:
            app.command(entry.name)(command)
    app()
