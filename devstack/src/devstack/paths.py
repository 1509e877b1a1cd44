"""Where things lie: the checkout, and `.run/` in it, which holds everything that a run makes."""

from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
REQUIREMENTS = CHECKOUT / "requirements"
PAGES = CHECKOUT / "web" / "dist"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """`data` is what a second run finds again; `engines` is one cache for all folders."""

    root: Path = CHECKOUT / ".run"

    @property
    def engines(self) -> Path:
        return CHECKOUT / ".run" / "engines"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def identity(self) -> Path:
        return self.root / "identity"

    @property
    def ready(self) -> Path:
        return self.root / "ready.json"
