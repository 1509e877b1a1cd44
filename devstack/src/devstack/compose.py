"""Playing the demo against the system that Docker Compose runs."""

import shutil
import subprocess

from devstack.paths import CHECKOUT


def play_inside(loop: int) -> int | None:
    """Runs the demo in the compose network. None when compose runs nothing of this checkout."""
    compose = _compose_command()
    if compose is None or not _says_something([*compose, "ps", "--quiet"]):
        return None
    command = [*compose, "run", "--rm", "-e", f"LOOP={loop}", "demo"]
    return subprocess.run(command, cwd=CHECKOUT, check=False).returncode


def _compose_command() -> list[str] | None:
    """`docker compose` or `docker-compose`, whichever answers."""
    for candidate in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(candidate[0]) and _says_something([*candidate, "version"]):
            return candidate
    return None


def _says_something(command: list[str]) -> bool:
    result = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False)
    return result.returncode == 0 and bool(result.stdout.strip())
