"""Sharing needs and gaps without an index: practice alone meets needs.

Gaps are expected numbers in closed form: the need with ordinal j of one child, holder
and seeker is a gap with the product of (1 - b) over its first j attempts. Central
columns take every assumption at its central value. Low and high take every assumption
at the end that makes the figure least and most, and where the world is a sample they
widen by its 95 percent interval. Counts are scaled to England when the world is a
synthetic sample (`Provenance.scaling` says so).

    headline(prepared, assumptions)             one row per outcome:
        outcome_id, label, value, low, high, text, interval_text
    by_pair(prepared, assumptions)              one row per seeker x holder, all 90:
        seeker, seeker_label, holder, holder_label, then MEASURES
    by_group(prepared, dimension, assumptions)  one row per group of children:
        group_id, group_label, position, region (for area only), n_children, then MEASURES

MEASURES: n_needs, n_needs_low, n_needs_high, n_gaps, n_gaps_low, n_gaps_high, gap_share,
gap_share_low, gap_share_high (shares 0 to 1; null where there is no need).
"""

from __future__ import annotations

import polars as pl

from analysis import sql
from analysis.answer import Answer
from analysis.availability import require
from analysis.delay import median_held_days
from analysis.groups import NOT_RECORDED, dimension
from analysis.outcomes import outcome
from analysis.policy import Assumptions
from analysis.prepared import Prepared, answered, practice_params
from analysis.sampling import Sample, ratio_error, total_error
from analysis.units import show, show_interval
from data.schema import AGENCIES, AGENCY_LABELS

MEASURES = tuple(
    f"{measure}{end}"
    for measure in ("n_needs", "n_gaps", "gap_share")
    for end in ("", "_low", "_high")
)
ALL = "all"


def headline(prepared: Prepared, assumptions: Assumptions) -> Answer:
    """The main figures for the whole world, one row per outcome."""
    params, sample = practice_params(assumptions), prepared.sample
    found = (
        _everybody(sql.run(prepared.con, query, dimension=ALL, **params))
        for query in ("gaps_by_group", "children_by_group")
    )
    needs, children = with_measures(next(found), sample), with_children(next(found), sample)
    columns = {
        "sharing_needs": (needs, "n_needs"),
        "sharing_gaps": (needs, "n_gaps"),
        "gap_share": (needs, "gap_share"),
        "children_with_need": (children, "n_with_need"),
        "children_with_gap": (children, "n_with_gap"),
        "children_never_put_together": (children, "n_never"),
    }
    rows = [_headline_row(id, frame, column) for id, (frame, column) in columns.items()]
    rows.append(_row("median_held_days", *median_held_days(prepared, assumptions)))
    schema = {"outcome_id": pl.String, "label": pl.String, "value": pl.Float64}
    schema |= {"low": pl.Float64, "high": pl.Float64, "text": pl.String, "interval_text": pl.String}
    return answered(
        prepared,
        pl.DataFrame(rows, schema=schema, orient="row"),
        title="Sharing needs and gaps",
        queries=("gaps_by_group", "children_by_group", "sharing_delay"),
        outcomes=(*columns, "median_held_days"),
        params={"dimension": ALL, **params},
        assumptions=assumptions,
    )


def by_pair(prepared: Prepared, assumptions: Assumptions) -> Answer:
    """Needs and gaps of every seeker and holder; pairs without a need count 0."""
    params = practice_params(assumptions)
    found = sql.run(prepared.con, "gaps_by_pair", **params)
    pairs = pl.DataFrame(
        [(s, AGENCY_LABELS[s], h, AGENCY_LABELS[h]) for s in AGENCIES for h in AGENCIES if s != h],
        schema=["seeker", "seeker_label", "holder", "holder_label"],
        orient="row",
    )
    frame = with_measures(pairs.join(found, on=["seeker", "holder"], how="left"), prepared.sample)
    return answered(
        prepared,
        frame.select(*pairs.columns, *MEASURES),
        title="Sharing needs and gaps by seeker and holder",
        queries=("gaps_by_pair",),
        outcomes=("sharing_needs", "sharing_gaps", "gap_share"),
        params=params,
        assumptions=assumptions,
    )


def by_group(prepared: Prepared, dimension_id: str, assumptions: Assumptions) -> Answer:
    """Needs and gaps by area, region, age_band, sex, ethnic_group, deprivation_decile or
    need_tier (see `groups.DIMENSIONS`). Raises NotAvailable when the world lacks the column.
    """
    by = dimension(dimension_id)
    title = f"Sharing needs and gaps by {by.label[0].lower()}{by.label[1:]}"
    require(prepared.world, title, by.needs)
    params = {"dimension": by.id, **practice_params(assumptions)}
    found = sql.run(prepared.con, "gaps_by_group", **params)
    children = sql.run(prepared.con, "children_by_dimension", dimension=by.id)
    frame = children.join(found, on="group_id", how="left", nulls_equal=True)
    frame = with_measures(frame, prepared.sample).with_columns(
        (pl.col("n_children") * prepared.sample.scale).alias("n_children")
    )
    frame = _labelled(prepared, frame, by)
    identity = ["group_id", "group_label", "position"] + (["region"] if by.id == "area" else [])
    return answered(
        prepared,
        frame.sort("position").select(*identity, "n_children", *MEASURES),
        title=title,
        queries=("gaps_by_group",),
        outcomes=("sharing_needs", "sharing_gaps", "gap_share"),
        params=params,
        assumptions=assumptions,
    )


def with_measures(frame: pl.DataFrame, sample: Sample) -> pl.DataFrame:
    """``frame`` of gaps_by_group or gaps_by_pair with MEASURES; missing sums count 0."""
    sums = [name for name in frame.columns if name.startswith(("n_needs", "gaps_", "needs_"))]
    frame = frame.with_columns(pl.col(name).cast(pl.Float64).fill_null(0) for name in sums)
    needs_error = total_error(pl.col("n_needs"), pl.col("needs_needs"), sample)
    errors = {}
    for level in ("least", "central", "most"):
        gaps, squares = pl.col(f"gaps_{level}"), pl.col(f"gaps_gaps_{level}")
        moments = (squares, pl.col(f"needs_gaps_{level}"), pl.col("needs_needs"))
        errors[level] = (
            total_error(gaps, squares, sample),
            ratio_error(gaps, pl.col("n_needs"), moments, sample),
        )
    scale, needs = sample.scale, pl.col("n_needs")
    has_need = pl.col("n_needs") > 0
    least, most = pl.col("gaps_least"), pl.col("gaps_most")
    return frame.with_columns(
        n_needs=needs * scale,
        n_needs_low=(needs * scale - needs_error).clip(lower_bound=0),
        n_needs_high=needs * scale + needs_error,
        n_gaps=pl.col("gaps_central") * scale,
        n_gaps_low=(least * scale - errors["least"][0]).clip(lower_bound=0),
        n_gaps_high=most * scale + errors["most"][0],
        gap_share=pl.when(has_need).then(pl.col("gaps_central") / needs),
        gap_share_low=pl.when(has_need).then((least / needs - errors["least"][1]).clip(0, 1)),
        gap_share_high=pl.when(has_need).then((most / needs + errors["most"][1]).clip(0, 1)),
    )


def with_children(frame: pl.DataFrame, sample: Sample) -> pl.DataFrame:
    """``frame`` of children_by_group with n_with_need, n_with_gap, n_never and their ends."""
    sums = pl.exclude("group_id").cast(pl.Float64).fill_null(0)
    frame = frame.with_columns(sums)
    columns = {
        "n_with_need": ("n_with_need", "need_need", "n_with_need", "need_need", "n_with_need"),
        "n_with_gap": ("gap_least", "gap_gap_least", "gap_most", "gap_gap_most", "gap_central"),
        "n_never": (
            "never_least",
            "never_never_least",
            "never_most",
            "never_never_most",
            "never_central",
        ),
    }
    scale, made = sample.scale, {}
    for name, (low, low_squares, high, high_squares, central) in columns.items():
        below = total_error(pl.col(low), pl.col(low_squares), sample)
        above = total_error(pl.col(high), pl.col(high_squares), sample)
        made[name] = pl.col(central) * scale
        made[f"{name}_low"] = (pl.col(low) * scale - below).clip(lower_bound=0)
        made[f"{name}_high"] = pl.col(high) * scale + above
    return frame.with_columns(**made)


def _labelled(prepared: Prepared, frame: pl.DataFrame, by) -> pl.DataFrame:
    if by.id == "area":
        areas = sql.run(prepared.con, "areas")
        frame = frame.join(areas, left_on="group_id", right_on="area_code", how="left")
        label = pl.col("area_name")
    elif by.id == "region":
        label = pl.col("group_id")
    else:
        label = pl.col("group_id").replace_strict(dict(by.groups), default=None)
    frame = frame.with_columns(
        group_label=pl.coalesce(label, pl.col("group_id"), pl.lit(NOT_RECORDED))
    )
    if by.groups:
        order = {id: place for place, (id, _) in enumerate(by.groups)}
        last = len(order)
        place = pl.col("group_id").replace_strict(order, default=last, return_dtype=pl.Int64)
        return frame.with_columns(position=place.fill_null(last))
    missing_last = [pl.col("group_id").is_null(), pl.col("group_label")]
    return frame.sort(missing_last).with_row_index("position").cast({"position": pl.Int64})


def _everybody(found: pl.DataFrame) -> pl.DataFrame:
    """The one row of everybody; empty sums where there is no need or no child."""
    return pl.DataFrame({"group_id": [ALL]}).join(found, on="group_id", how="left")


def _headline_row(id: str, frame: pl.DataFrame, column: str) -> tuple:
    row = frame.row(0, named=True)
    return _row(id, row[column], row[f"{column}_low"], row[f"{column}_high"])


def _row(id: str, value: float | None, low: float | None, high: float | None) -> tuple:
    one = outcome(id)
    text = show(value, one.unit, low=low, high=high)
    return (id, one.label, value, low, high, text, show_interval(low, high, one.unit))
