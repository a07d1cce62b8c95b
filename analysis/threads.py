"""Two threads for work that NumPy does without holding the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

THREADS = 2
NOBODY_WAITS = ContextVar("nobody_waits", default=False)
"""Whether this thread works ahead: whoever comes meanwhile must not wait until it is done."""


def in_two_threads(make: Callable, parts: Iterable) -> list:
    """``make`` of each part, in their order; one part alone is made where it is asked for."""
    parts = list(parts)
    if len(parts) < THREADS:
        return [make(part) for part in parts]
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        return list(pool.map(make, parts))
