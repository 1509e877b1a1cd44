"""The command `booking-chat`: what is done to the system as a whole."""

import asyncio
from importlib.metadata import entry_points
from typing import Annotated, NoReturn

import typer

from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.logging import configure_command_logging
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.provision import (
    Difference,
    ProvisionError,
    Severity,
    endangers,
    provision_mongo,
    provision_topics,
    single_copy_objection,
)


def provision(
    replication: Annotated[int, typer.Option(help="copies of each topic")] = 1,
    min_insync: Annotated[int, typer.Option(help="copies that must acknowledge")] = 1,
    replica_set: Annotated[str, typer.Option(help="name of the MongoDB replica set")] = "rs0",
    replica_set_member: Annotated[
        list[str] | None, typer.Option(help="host:port to initiate the replica set with")
    ] = None,
    allow_single_copy: Annotated[  # noqa: FBT002 - a switch
        bool, typer.Option("--allow-single-copy", help="production may keep all on one disk")
    ] = False,
    fix: Annotated[  # noqa: FBT002 - a switch
        bool, typer.Option("--fix", help="put topic settings right where that deletes nothing")
    ] = False,
) -> None:
    """Make topics, replica set and indexes, and say what differs. Safe to repeat.

    Exit status: 0 when all is well or what differs endangers nothing, 1 when it does.
    """
    config = ServiceConfig()
    production = config.environment is Environment.PRODUCTION
    objection = single_copy_objection(
        replication, min_insync, production=production, allowed=allow_single_copy
    )
    if objection is not None:
        _fail(objection)

    async def everything() -> list[Difference]:
        differences = await provision_mongo(
            config.mongo_url,
            members=replica_set_member or [],
            replica_set=replica_set,
            report=typer.echo,
            single_copy_allowed=allow_single_copy or not production,
        )
        if any(difference.severity is Severity.BREAKS for difference in differences):
            return differences
        return differences + await provision_topics(
            kafka_connection(config),
            replication=replication,
            min_insync=min_insync,
            report=typer.echo,
            fix=fix,
            allow_extra_partitions=config.allow_extra_partitions,
        )

    try:
        differences = asyncio.run(everything())
    except (ProvisionError, ValueError) as error:
        _fail(str(error))
    for difference in differences:
        typer.echo(difference, err=True)
    if failing := endangers(differences, production=production):
        _fail(f"{len(failing)} of {len(differences)} differences have to be put right first")


def _fail(why: str) -> NoReturn:
    typer.echo(f"provision failed: {why}", err=True)
    raise typer.Exit(1)


def main() -> None:
    """Runs a command; services add theirs by the entry points `booking_chat.commands`.

    An entry point is a function, or a Typer app for a command with commands of its own.
    """
    configure_command_logging()
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
