"""The pictures in the README: four of those that the tests of all states take.

python -m browser.readme_pictures     copies them from .run/screenshots to docs/images
"""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from devstack.paths import CHECKOUT, RunFolder

TAKEN = RunFolder().root / "screenshots"
IMAGES = CHECKOUT / "docs" / "images"
MAX_BYTES = 150_000
README_PICTURES: Mapping[str, str] = {
    "customer-phone.png": "customer-conversation-phone-light.png",
    "customer-desktop.png": "customer-conversation-desktop-light.png",
    "dashboard-phone.png": "dashboard-none-open-phone-light.png",
    "dashboard-desktop.png": "dashboard-conversation-desktop-light.png",
}
"""By their name in docs/images, the state, size and scheme that each one shows."""


def refresh(taken: Path, images: Path) -> list[str]:
    """Replaces all pictures in `images`, or none. Returns why none was replaced."""
    sources = [taken / name for name in README_PICTURES.values()]
    faults = [fault for source in sources if (fault := _fault(source))]
    if not faults:
        images.mkdir(parents=True, exist_ok=True)
        for name, source in zip(README_PICTURES, sources, strict=True):
            shutil.copyfile(source, images / name)
    return faults


def _fault(picture: Path) -> str | None:
    if not picture.exists():
        return f"{picture.name} was not taken"
    size = picture.stat().st_size
    return None if size < MAX_BYTES else f"{picture.name} has {size} bytes, not below {MAX_BYTES}"


if __name__ == "__main__":
    sys.exit("\n".join(refresh(TAKEN, IMAGES)) or None)
