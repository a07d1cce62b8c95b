"""How many random examples a property test tries."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# More examples, found anew each time: HYPOTHESIS_EXAMPLES=2000
EXAMPLES = os.environ.get("HYPOTHESIS_EXAMPLES")


def examples(usual: int) -> settings:
    """``usual`` examples, the same each time, unless the environment asks for more."""
    return settings(
        max_examples=int(EXAMPLES or usual),
        derandomize=EXAMPLES is None,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
