"""On how many made-up examples a property is tried."""

import os

QUICK = "QUICK_EXAMPLES"
"""Set by `make unit`: a tenth of the examples while somebody waits; `make test` tries all."""


def examples(count: int) -> int:
    return max(count // 10, 5) if os.environ.get(QUICK) else count
