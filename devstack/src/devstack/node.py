"""Node, with which the pages in web/ are built: this machine's, or else one from a wheel."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from devstack.engines.downloads import program_from_wheel
from devstack.paths import CHECKOUT, RunFolder

_NEEDED = (20, 19)
WEB = CHECKOUT / "web"


def is_new_enough(version: str) -> bool:
    """Whether what `node --version` says, such as `v20.19.0`, is enough for our tools."""
    try:
        major, minor, *_ = (int(part) for part in version.strip().removeprefix("v").split("."))
    except ValueError:
        return False
    return (major, minor) >= _NEEDED


def run_npm(arguments: Sequence[str]) -> int:
    """Returns the exit code of npm. Raises StartError when no Node can be had."""
    node, npm = _machines_own() or asyncio.run(_from_wheel())
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(
        [node, npm, *arguments], cwd=WEB, env={**os.environ, "PATH": path}, check=False
    ).returncode


def _machines_own() -> tuple[Path, Path] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return (Path(node), Path(npm)) if is_new_enough(said.stdout) else None


async def _from_wheel() -> tuple[Path, Path]:
    cache = RunFolder().engines
    node = await program_from_wheel("Node", "node.txt", "node", cache, print)
    return node, node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
