"""What a person or a test needs to know about a running system: on the screen and in a file."""

from pathlib import Path

from rich.console import Console

from booking_chat.contracts.base import TolerantContract

_LINKS_ON_SCREEN = 2


class CustomerLink(TolerantContract):
    booking_id: str
    location_id: str
    url: str


class StaffMember(TolerantContract):
    """`locations` are ids; `token` is the bearer token."""

    name: str
    role: str
    locations: list[str]
    token: str


class Ready(TolerantContract):
    """The contents of `.run/ready.json`: base URLs, engines' addresses, links and tokens."""

    portal: str
    dashboard: str
    settings: str
    identity: str
    catcher: str
    metrics: dict[str, str]
    """The address of each process's metrics and health."""
    mongo: str
    kafka: str
    customer_links: list[CustomerLink]
    staff: list[StaffMember]

    def write(self, path: Path) -> None:
        """Readers see the whole file or none; it holds tokens, so nobody else may read it."""
        partial = path.with_suffix(".partial")
        partial.touch(mode=0o600)
        partial.write_text(self.model_dump_json(indent=2, by_alias=True) + "\n")
        partial.replace(path)


def show(ready: Ready, engines: str, seconds: float, path: Path, console: Console) -> None:
    """The banner."""

    def line(text: str = "") -> None:
        console.print(text, soft_wrap=True)

    line(f"\n[bold green]booking-chat is ready[/] after {seconds:.1f} s, on {engines}\n")
    line(f"  portal     {ready.portal}  [dim]the customers' door[/]")
    line(f"  dashboard  {ready.dashboard}  [dim]the staff's door[/]")
    line(f"  emails     {ready.catcher}  [dim]caught, delivered to nobody[/]")
    line(f"  settings   {ready.settings}  [dim]inside only[/]")
    line(
        f"  metrics    {ready.metrics['chat-core']}/metrics  [dim]chat-core's; all in ready.json[/]"
    )
    line(f"  MongoDB    {ready.mongo}")
    line(f"  Kafka      {ready.kafka}")
    line("\n[bold]Customers[/] open the link of their confirmation email:")
    for link in ready.customer_links[:_LINKS_ON_SCREEN]:
        line(f"  {link.booking_id} at {link.location_id}")
        line(f"    [cyan]{link.url}[/]")
    line("\n[bold]Staff[/] sign in without a password, just say who you are:")
    line(f"    [cyan]{ready.dashboard}/[/]")
    line("  Programs send a bearer token:")
    for person in ready.staff:
        places = ", ".join(person.locations)
        line(f"  {person.name:<13} {person.role:<14} {person.token[:16]}…  [dim]{places}[/]")
    line(f"\nAll links and whole tokens: {path}")
    line("[bold]make demo[/] plays a conversation. [bold]Ctrl-C[/] stops.\n")
