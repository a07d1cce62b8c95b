"""The ways children are grouped on screen: their words, their order and what they need."""

from __future__ import annotations

from dataclasses import dataclass

from data.schema import ETHNIC_GROUPS, NEED_TIERS, SEXES

NOT_RECORDED = "Not recorded"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of grouping children. ``groups`` in the order shown; empty: from the data."""

    id: str
    label: str
    needs: str  # the column that a world must hold
    groups: tuple[tuple[str, str], ...]  # (group_id, label)


def _worded(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((word, word.replace("_", " ").capitalize()) for word in words)


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("area", "Council", "child.area_code", ()),
    Dimension("region", "Region", "child.area_code", ()),
    Dimension(
        "age_band",
        "Age on the first day of the period",
        "child.born_on",
        (
            ("under_1", "Under 1"),
            ("1_to_4", "1 to 4"),
            ("5_to_9", "5 to 9"),
            ("10_to_15", "10 to 15"),
            ("16_to_17", "16 to 17"),
            ("18_and_over", "18 and over"),
        ),
    ),
    Dimension("sex", "Sex", "child.sex", _worded(SEXES)),
    Dimension("ethnic_group", "Ethnic group", "child.ethnic_group", _worded(ETHNIC_GROUPS)),
    Dimension(
        "deprivation_decile",
        "Deprivation decile (1 = most deprived)",
        "child.deprivation_decile",
        tuple((str(decile), str(decile)) for decile in range(1, 11)),
    ),
    Dimension("need_tier", "Need tier", "child.need_tier", _worded(NEED_TIERS)),
)


def dimension(id: str) -> Dimension:
    """The dimension called ``id``; KeyError that lists the others when there is none."""
    for one in DIMENSIONS:
        if one.id == id:
            return one
    raise KeyError(f"{id!r} is no way of grouping children; there are {[d.id for d in DIMENSIONS]}")
