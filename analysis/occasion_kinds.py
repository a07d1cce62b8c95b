"""Kinds of occasions: all that any design asks of one, as a single small number."""

from __future__ import annotations

import numpy as np

from analysis.luck import AGENCY_NAMES
from data.schema import SENSITIVE_AGENCIES

FIELDS = {
    "agency": len(AGENCY_NAMES),
    "is_concern": 2,
    "is_known": 2,
    "n_agencies": len(AGENCY_NAMES) + 1,
    "is_shielded": 2,
    "sensitive": 1 << len(SENSITIVE_AGENCIES),
}
"""How many values each field of a kind can take, from 0 up."""
N_KINDS = int(np.prod(list(FIELDS.values())))


def kind_of(**fields: np.ndarray) -> np.ndarray:
    """The kinds (int64, 0 to N_KINDS - 1) of occasions with these ``fields``, all of FIELDS."""
    kind = fields["agency"].astype(np.int64)
    for name, size in list(FIELDS.items())[1:]:
        kind *= size
        kind += fields[name]
    return kind


def fields_of(kind: np.ndarray) -> dict[str, np.ndarray]:
    """The fields that `kind_of` packed: int8, flags bool."""
    rest, found = kind.astype(np.int64), {}
    for name, size in reversed(FIELDS.items()):
        rest, value = np.divmod(rest, size)
        found[name] = value.astype(bool if name.startswith("is_") else np.int8)
    return found
