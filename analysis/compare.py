"""Groups of children beside each other: all doubt, and the doubt of the sample alone.

Assumptions move all groups together, so whether two groups differ is asked with every
assumption at its central value: what then separates them is the sample of children.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.answer import Answer
from analysis.gaps import by_group
from analysis.levels import at_level
from analysis.policy import Assumptions
from analysis.prepared import Prepared

COMPARED = ("gap_share", "n_gaps")
IN_ORDER = ("age_band", "deprivation_decile", "need_tier")  # groups that have an order


def compare_groups(prepared: Prepared, dimension_id: str, assumptions: Assumptions) -> Answer:
    """`gaps.by_group` with ``..._sample_low`` and ``..._sample_high`` of COMPARED.

    Groups without an order come with the highest gap share first, groups without a need
    last. Raises NotAvailable when the world lacks the column.
    """
    wide = by_group(prepared, dimension_id, assumptions)
    central = at_level(assumptions, "central")
    narrow = wide if central == assumptions else by_group(prepared, dimension_id, central)
    ends = [f"{name}_{end}" for name in COMPARED for end in ("low", "high")]
    sample = narrow.frame.select("group_label", *ends).rename(
        {end: end.replace("_low", "_sample_low").replace("_high", "_sample_high") for end in ends}
    )
    frame = wide.frame.join(sample, on="group_label", how="left", maintain_order="left")
    if dimension_id not in IN_ORDER:
        frame = frame.sort("gap_share", descending=True, nulls_last=True)
    return replace(wide, frame=frame)


def can_tell_apart(one: dict, other: dict, column: str = "gap_share") -> bool:
    """Whether two rows of `compare_groups` differ by more than the sample explains."""
    first, second = sorted((one, other), key=lambda row: row[column])
    return first[f"{column}_sample_high"] < second[f"{column}_sample_low"]
