"""Reader mode: what is put on the open web shows editions, explorer and methods, and no more.

Nothing is imported or generated there, no path is shown, and nothing of a single child.
"""

from __future__ import annotations

import os

VARIABLE = "CONTACTLENS_PUBLIC"
PAGES = ("published", "design", "methods")
"""The pages that readers get, the first one first."""
NO_WORLD = "The figures can't be shown now. Please come back later."
NOT_SYNTHETIC = "Only a synthetic world may be shown in reader mode."


def is_public() -> bool:
    """Whether the dashboard was started with --public."""
    return os.environ.get(VARIABLE, "") == "1"
