"""How far children in greatest need get without an index: seen, put together, or not.

Every child of the chosen need tiers is in exactly one step. Seen means at least one
concern contact by an agency in the period or in the window before it; routine contacts
don't count, for a concern is what there is to share.

    funnel(prepared, assumptions, tiers=...)  one row per step, in order:
        step, position, label, explanation, n_children, n_children_low, n_children_high,
        per_1000, per_1000_low, per_1000_high, text, interval_text
"""

from __future__ import annotations

import polars as pl

from analysis import sql
from analysis.answer import Answer
from analysis.availability import require
from analysis.policy import Assumptions
from analysis.prepared import Prepared, answered, practice_params
from analysis.sampling import ratio_error, total_error
from analysis.units import Unit, show, show_interval

GREATEST_NEED = ("complex", "acute")
STEPS = (
    ("not_seen", "Not seen by any agency", "No agency has a concern on record."),
    (
        "seen_by_one",
        "Seen by one agency only",
        "One agency has a concern on record, so there is nothing to share.",
    ),
    (
        "nothing_to_share",
        "Seen by several, nothing to share in time",
        "Several agencies have concerns, but at no decision did another hold one in its window.",
    ),
    (
        "shared_by_practice",
        "Shared anyway by practice",
        "Every sharing need was met by telephone, referral or meeting.",
    ),
    ("closed_by_design", "Closed by this design", "There is no index in this design."),
    (
        "gap_remains",
        "A gap remains",
        "At least once an agency met the child and did not know of another's concern.",
    ),
)


def funnel(
    prepared: Prepared, assumptions: Assumptions, *, tiers: tuple[str, ...] = GREATEST_NEED
) -> Answer:
    """The funnel for children of ``tiers``. Raises NotAvailable without child.need_tier."""
    title = "How far children with complex or acute needs get"
    if tuple(tiers) != GREATEST_NEED:
        title = f"How far children get (need tiers: {', '.join(tiers)})"
    require(prepared.world, title, "child.need_tier")
    params = {"tiers": list(tiers), **practice_params(assumptions)}
    found = sql.run(prepared.con, "funnel", **params)
    steps = pl.DataFrame(
        [(step, place, label, why) for place, (step, label, why) in enumerate(STEPS)],
        schema={
            "step": pl.String,
            "position": pl.Int64,
            "label": pl.String,
            "explanation": pl.String,
        },
        orient="row",
    )
    frame = steps.join(found, on="step", how="left", maintain_order="left")
    everyone = [pl.col(name).max().fill_null(0.0) for name in ("n_everyone", "everyone_everyone")]
    frame = frame.with_columns(everyone).with_columns(pl.col(pl.Float64).fill_null(0.0))
    frame = _with_ends(frame, prepared)
    columns = ["n_children", "n_children_low", "n_children_high"]
    columns += ["per_1000", "per_1000_low", "per_1000_high", "text", "interval_text"]
    return answered(
        prepared,
        frame.select(*steps.columns, *columns),
        title=title,
        queries=("funnel",),
        outcomes=("funnel",),
        params=params,
        assumptions=assumptions,
    )


def _with_ends(frame: pl.DataFrame, prepared: Prepared) -> pl.DataFrame:
    sample, scale = prepared.sample, prepared.sample.scale
    everyone = pl.col("n_everyone")
    counts, shares = [], []
    for level in ("least", "central", "most"):
        count, square = pl.col(level), pl.col(f"{level}_{level}")
        moments = (square, pl.col(f"{level}_everyone"), pl.col("everyone_everyone"))
        half = total_error(count, square, sample)
        counts += [(count * scale - half).clip(lower_bound=0), count * scale + half]
        half = ratio_error(count, everyone, moments, sample)
        shares += [(count / everyone - half).clip(0, 1), (count / everyone + half).clip(0, 1)]
    has_children = everyone > 0
    frame = frame.with_columns(
        n_children=pl.col("central") * scale,
        n_children_low=pl.min_horizontal(counts),
        n_children_high=pl.max_horizontal(counts),
        per_1000=pl.when(has_children).then(pl.col("central") / everyone * 1000),
        per_1000_low=pl.when(has_children).then(pl.min_horizontal(shares) * 1000),
        per_1000_high=pl.when(has_children).then(pl.max_horizontal(shares) * 1000),
    )
    rows = frame.select("per_1000", "per_1000_low", "per_1000_high").rows()
    texts = [show(value, Unit.PER_1000, low=low, high=high) for value, low, high in rows]
    intervals = [show_interval(low, high, Unit.PER_1000) for _, low, high in rows]
    return frame.with_columns(
        text=pl.Series(texts, dtype=pl.String),
        interval_text=pl.Series(intervals, dtype=pl.String),
    )
