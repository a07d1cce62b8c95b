"""What is compared when a record is held against an entry, in Splink's terms and in words.

Fellegi and Sunter's model as Splink has it: each comparison has levels of agreement, and each
level a weight in bits: how much likelier it is between two records of one child than between
those of two. Where rarity counts, a name that agrees counts for more the rarer it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BLOCKS = (
    ("surname", "born_on"),
    ("postcode", "born_on"),
    ("forename", "born_on"),
    ("forename", "surname", "year(born_on)"),
)
"""A record is held against entries that agree on all of one of these; others are no candidates."""
TRAINED_ON = (("born_on", "surname"), ("forename", "postcode"))
"""Pairs that agree on one of these teach how often the other details agree within a child."""
DETAILS = ("forename", "surname", "born_on", "address_line", "postcode")
WITH_RARITY = ("forename", "surname")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement: as SQL over both records, and as readers are told."""

    condition: str
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, its levels from the closest down; the last is all the rest."""

    id: str
    label: str
    levels: tuple[Level, ...]


COMPARISONS = (
    Comparison(
        "forename",
        "Forename",
        (
            Level("forename_l = forename_r", "is the same"),
            Level("left(forename_l, 3) = left(forename_r, 3)", "begins with the same letters"),
            Level("", "is another"),
        ),
    ),
    Comparison(
        "surname",
        "Surname",
        (
            Level("surname_l = surname_r", "is the same"),
            Level("damerau_levenshtein(surname_l, surname_r) <= 1", "differs by one letter"),
            Level("", "is another"),
        ),
    ),
    Comparison(
        "born_on",
        "Birth date",
        (
            Level("born_on_l = born_on_r", "is the same"),
            Level(
                "year(born_on_l) = year(born_on_r) and month(born_on_l) = day(born_on_r) "
                "and day(born_on_l) = month(born_on_r)",
                "has day and month swapped",
            ),
            Level("year(born_on_l) = year(born_on_r)", "is another day of the same year"),
            Level("", "is of another year"),
        ),
    ),
    Comparison(
        "home",
        "Address",
        (
            Level("postcode_l = postcode_r and address_line_l = address_line_r", "is the same"),
            Level("postcode_l = postcode_r", "is another with the same postcode"),
            Level(
                "split_part(postcode_l, ' ', 1) = split_part(postcode_r, ' ', 1)",
                "is another in the same postal district",
            ),
            Level("", "is in another place"),
        ),
    ),
)
"""Postcode and address are one comparison: where one agrees the other does, so counting both
would count one fact twice."""


def splink_settings(prior: float, *, rarity: bool) -> dict[str, Any]:
    """The untrained model as Splink's settings.

    ``prior``: the chance that a record and an entry taken at random are of one child;
    ``rarity``: whether a rare name that agrees counts for more than a common one.
    """
    return {
        "link_type": "link_only",
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": blocking_rule(block), "sql_dialect": "duckdb"} for block in BLOCKS
        ],
        "comparisons": [_comparison(one, rarity) for one in COMPARISONS],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def blocking_rule(block: tuple[str, ...]) -> str:
    """``block`` as a condition on two records."""
    return " and ".join(f"{_side(one, 'l')} = {_side(one, 'r')}" for one in block)


def _side(expression: str, side: str) -> str:
    name = expression.removeprefix("year(").removesuffix(")")
    return expression.replace(name, f"{side}.{name}")


def _comparison(one: Comparison, rarity: bool) -> dict[str, Any]:
    first = one.levels[0].condition.partition(" ")[0]
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": f"{first} is null or {first.removesuffix('_l')}_r is null",
            "label_for_charts": "not known",
            "is_null_level": True,
        }
    ]
    for level in one.levels:
        told = {"sql_condition": level.condition or "ELSE", "label_for_charts": level.words}
        if rarity and level is one.levels[0] and one.id in WITH_RARITY:
            told["tf_adjustment_column"] = one.id
        levels.append(told)
    return {"output_column_name": one.id, "comparison_levels": levels}
