"""How single identifiers stand in agencies' records: right, mistyped, or another child's.

Shares of both errors stand in data/reference/linkage.toml. A mistyped digit breaks the check
digit, so such a number belongs to nobody; the next child's number is somebody's.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from data.draws import again, below, bits, lanes, threshold_32
from data.linkage import linkage_beliefs
from synthetic.names import identifiers

DIGITS = (3, 4, 5, 7, 8, 9, 11, 12, 13)  # where they stand in CL-123-456-789-C


def recorded_identifiers(seed: int, agency: str, child_id: np.ndarray) -> pl.Series:
    """The identifier in ``agency``'s record of each child, as if every record carried one."""
    words = bits(seed, f"recorded.identifier.{agency}", child_id)
    luck, _ = lanes(words)
    errors = linkage_beliefs()["identifier_errors"]
    is_mistyped = luck < threshold_32(errors["mistyped"])
    is_next = ~is_mistyped & (luck < threshold_32(errors["mistyped"] + errors["next_child"]))
    written = pl.Series(identifiers(seed, child_id + is_next).to_pylist(), dtype=pl.String)
    rows = np.flatnonzero(is_mistyped)
    if not len(rows):
        return written
    places = below(again(words[rows], 1), len(DIGITS))
    shifts = 1 + below(again(words[rows], 2), 9)
    wrong = [
        _mistyped(text, DIGITS[place], int(shift))
        for text, place, shift in zip(written[rows], places, shifts, strict=True)
    ]
    return written.scatter(rows, wrong)


def _mistyped(text: str, place: int, shift: int) -> str:
    """``text`` with another digit at ``place``."""
    return f"{text[:place]}{(int(text[place]) + shift) % 10}{text[place + 1 :]}"
