"""A study told in rows and sentences: whose records link, at one threshold."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.amounts import amount_range
from analysis.linkage.found import (
    ALL,
    DIMENSIONS,
    IDENTIFIER,
    Share,
    certainty,
    counts,
    false,
    missed,
    right,
)
from analysis.linkage.measured import measured
from analysis.linkage.study import Study
from analysis.tables import group_label
from data.schema import AGENCY_LABELS

HEADINGS = {
    "dimension_label": "By",
    "group_label": "Group",
    "records": "Records",
    "right": "Linked to their child",
    "missed": "Missed",
    "false": "To another child",
}
LABELS = {
    ALL: "All",
    "agency": "Agency",
    "quality": "Quality of the record",
    "process": "How the record differs",
    "ethnic_group": "Ethnic group",
    "name_origin": "Origin of names",
    "is_mobile": "Moves",
    "is_looked_after": "Looked after",
    "deprivation_decile": "Deprivation",
    "age": "Age",
}
GROUPS = {
    "is_mobile": {"false": "Did not move", "true": "Moved lately"},
    "is_looked_after": {"false": "Not looked after", "true": "Looked after"},
    "agency": dict(AGENCY_LABELS),
    "age": {"under_2": "Under 2", "2_to_10": "2 to 10", "11_to_17": "11 to 17"},
    "deprivation_decile": {"1": "1 (most deprived)", "10": "10 (least deprived)"},
    "quality": {
        "exact": "As it is",
        "variant": "Name or birth date varies",
        "stale": "Earlier address",
        "wrong": "Wrong details",
    },
    "process": {"none": "As it is", "other_child": "Another child's details"},
    "name_origin": {
        "east_european": "Eastern European",
        "south_asian": "South Asian",
        "west_african": "West African",
    },
}
SHORT = {
    "link_share.identifier": "By identifier",
    "false_match_share": "To another child",
}
"""Assumptions that are no share of records of one quality."""
ORDER = {
    "quality": ("exact", "variant", "stale", "wrong"),
    "age": ("under_2", "2_to_10", "11_to_17"),
    "deprivation_decile": tuple(str(n) for n in range(1, 11)),
}


def by_all_groups(study: Study, method: str, bits: float) -> pl.DataFrame:
    """Every grouping and group: counts, shares with their ends, and both in words."""
    rows = []
    for by in (ALL, *DIMENSIONS):
        for row in in_order(counts(study, method, bits, by=by), by).to_dicts():
            shares = {"right": right(row), "missed": missed(row), "false": false(row, study)}
            told = {"dimension": by, "dimension_label": LABELS[by]}
            told |= {"group": row["group"], "group_label": words_of(by, row["group"])}
            told |= {name: row[name] for name in row if name.startswith("n_")}
            told["records"] = f"{row['n_records']:,}"
            for name, share in shares.items():
                told |= {f"{name}_share": share.value, name: words(share)}
                told |= {f"{name}_low": share.low, f"{name}_high": share.high}
            rows.append(told)
    return pl.DataFrame(rows)


def in_order(frame: pl.DataFrame, by: str) -> pl.DataFrame:
    """The groups of a frame of `counts` as readers expect them."""
    order = {group: place for place, group in enumerate(ORDER.get(by, ()))}
    places = [order.get(group, len(order)) for group in frame["group"]]
    return (
        frame.with_columns(_place=pl.Series(places, dtype=pl.Int64))
        .sort("_place", "group")
        .drop("_place")
    )


def words_of(by: str, group: str) -> str:
    """A group in words."""
    return "Everybody" if by == ALL else GROUPS.get(by, {}).get(group) or group_label(by, group)


def percent(share: float, half: float) -> str:
    """A share as percent, with the decimals that half its interval leaves, at most three."""
    decimals = next((n for n in range(3) if half * 100 >= 10.0**-n / 2), 3)
    return f"{share:.{decimals}%}"


def words(share: Share) -> str:
    """A share with its interval, such as "93.5% (93.4% to 93.6%)"."""
    half = (share.high - share.low) / 2
    ends = [percent(end, half) for end in (share.low, share.high)]
    told = percent(share.value, half)
    return told if ends[0] == ends[1] == told else f"{told} ({ends[0]} to {ends[1]})"


def sentences(study: Study, method: str, bits: float) -> tuple[str, ...]:
    """What was linked to what, how, and what came of it."""
    row = counts(study, method, bits).row(0, named=True)
    how = "by single identifier, else by names" if method == IDENTIFIER else "by names"
    agencies = " and ".join(AGENCY_LABELS[one].casefold() for one in study.chosen.agencies)
    return (
        f"{row['n_records']:,} synthetic records of {agencies} were held against the entries of "
        f"{study.n_entries:,} children {how}, and linked from {certainty(bits):.4g} certainty.",
        f"{words(right(row))} are linked to their own child; {row['n_none']:,} find no entry, "
        f"{row['n_alike']:,} find several alike, {row['n_false']:,} lead to another child. In an "
        f"index of all children {words(false(row, study))} would.",
    )


def measured_rows(study: Study, bits: float) -> list[dict]:
    """What was measured beside what ships: id, label, share, ends and words."""
    return [
        {
            "id": one.shipped.id,
            "label": one.shipped.label,
            "share": one.share.value,
            "low": one.share.low,
            "high": one.share.high,
            "n_records": one.n_records,
            "n_counted": one.n_counted,
            "text": words(one.share).partition(" (")[0],
            "interval": words(one.share).partition(" (")[2].removesuffix(")"),
            "ships": amount_range(one.shipped),
            "is_inside": one.is_inside,
        }
        for one in measured(study, bits)
    ]


def measured_table(rows: list[dict], held: Mapping[str, float]) -> pl.DataFrame:
    """`measured_rows` as readers see them, with what figures rest on now."""
    return pl.DataFrame(
        {
            "Records": [SHORT.get(row["id"]) or _quality(row["id"]) for row in rows],
            "Linked, measured here": [row["text"] for row in rows],
            "Interval": [row["interval"] for row in rows],
            "Ships as": [row["ships"] for row in rows],
            "Figures rest on": [_in_use(row, held) for row in rows],
        }
    )


def one_outcome(frame: pl.DataFrame, id: str, by: str) -> pl.DataFrame:
    """The rows of one outcome as `charts.intervals` takes them: group_label and missed."""
    rows = frame.filter(pl.col("outcome") == id)
    labels = [words_of(by, group) for group in rows["group"]]
    return rows.select(
        pl.Series("group_label", labels, dtype=pl.String),
        missed="value",
        missed_low="low",
        missed_high="high",
    )


def _quality(id: str) -> str:
    return GROUPS["quality"][id.rpartition(".")[2]]


def _in_use(row: dict, held: Mapping[str, float]) -> str:
    if row["id"] not in held:
        return "what ships"
    return "what was measured" if held[row["id"]] == row["share"] else "a value of yours"
