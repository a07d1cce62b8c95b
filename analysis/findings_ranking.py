"""What a reader's own weights make of the compared designs, in sentences and a table.

No sentence says that a design is best: only which comes first, under whose weights, how often.
"""

from __future__ import annotations

import polars as pl

from analysis.comparison import Comparison
from analysis.design_table import Cell, DesignTable, axis, cell
from analysis.outcomes import outcome
from analysis.ranking import Ranking, Stretch, flips
from analysis.trade_off import listed

YOURS = (
    "The weights are yours, and what comes of them is no score of this tool, which has none. In "
    "every future each outcome is put between 0, for the worst of these designs, and 1, for the "
    "best, multiplied by its weight and added up. Another design beside these may turn the order. "
    "The figures themselves stand beside it."
)
NOT_WEIGHED = "Nothing is weighed yet. Give an outcome a weight to see which design comes first."


def title(found: Ranking, names: dict[str, str]) -> str:
    """Which design comes first most often under the weights."""
    first, share = max(found.first.items(), key=lambda one: one[1])
    return f"Under your weights {names[first]} comes first {often(share, found)}"


def often(share: float, found: Ranking) -> str:
    """ "in 620 of 1,000 futures"; without futures, with every assumption central."""
    if not found.n_futures:
        return "with every assumption central"
    if share in (0, 1):
        return f"in {'all' if share else 'none of'} {found.n_futures:,} futures"
    return f"in {round(share * found.n_futures):,} of {found.n_futures:,} futures"


def summary(found: Ranking, names: dict[str, str]) -> str:
    """How often each design comes first, the most often first."""
    told = sorted(found.first.items(), key=lambda one: -one[1])
    return f"{listed([f'{names[id]} {often(share, found)}' for id, share in told])}."


def firsts(found: Ranking, names: dict[str, str]) -> pl.DataFrame:
    """One row per design, the most often first: scenario, name, share, words."""
    rows = [
        {"scenario": id, "name": names[id], "share": share, "words": often(share, found)}
        for id, share in sorted(found.first.items(), key=lambda one: -one[1])
    ]
    return pl.DataFrame(rows)


def stretches(found: Ranking, names: dict[str, str]) -> pl.DataFrame:
    """One row per weighed outcome and stretch of its weight: block, start, end, first, now, words.

    No rows where one outcome alone is weighed: nothing then can turn.
    """
    rows = []
    for at, id in enumerate(found.outcomes):
        for one in flips(found, id):
            first = listed([names[scenario] for scenario in one.first])
            rows.append(
                {
                    "block": outcome(id).label,
                    "start": one.start,
                    "end": one.end,
                    "first": first,
                    "now": float(found.weights[at]),
                    "words": f"{first} first from {one.start:.0%} to {one.end:.0%} of the weight",
                }
            )
    return pl.DataFrame(rows)


def flips_title(told: pl.DataFrame) -> str:
    """On how many outcomes another weight would put another design first."""
    turning = [block[0] for block, rows in told.group_by("block") if rows.height > 1]
    if not turning:
        return "No weight of a single outcome would put another design first"
    of = told["block"].n_unique()
    return f"On {len(turning)} of {of} outcomes another weight would put another design first"


def flips_summary(found: Ranking, names: dict[str, str]) -> str:
    """For each weighed outcome where the order turns nearest to its weight, in one sentence."""
    told = []
    for at, id in enumerate(found.outcomes):
        label, now = outcome(id).label, float(found.weights[at])
        turns = [_turn(one, now, names) for one in flips(found, id)]
        nearest = min((turn for turn in turns if turn), default=None)
        if nearest is None:
            told.append(f"{label} ({now:.0%} of your weight): no other weight turns it")
        else:
            told.append(f"{label} ({now:.0%} of your weight): {nearest[1]}")
    return (
        f"{'; '.join(told)}. Upright marks: your weights. With every assumption at its central "
        "value; the other weights keep their proportions."
    )


def beside(found: Ranking, comparison: Comparison) -> DesignTable:
    """Per design how it ranks, and the figures that were weighed as they are."""
    share, ranks = found.first, found.ranks
    rows = [
        (
            Cell(held.scenario.label, f"Rank {ranks[held.scenario.id]} with central assumptions"),
            (
                Cell(f"{share[held.scenario.id]:.0%}"),
                *(cell(held, id, comparison) for id in found.outcomes),
            ),
        )
        for held in comparison.evaluations
    ]
    return DesignTable(
        caption="Ranks under your weights, beside the figures that they weigh",
        corner="Design",
        headings=("First (% of futures)", *(outcome(id).axis_title for id in found.outcomes)),
        rows=tuple(rows),
        families=(None, *(axis(id) for id in found.outcomes)),
    )


def _turn(one: Stretch, now: float, names: dict[str, str]) -> tuple[float, str] | None:
    """How far another stretch is from the weight of now, and the sentence for it."""
    if one.start <= now <= one.end:
        return None
    first = listed([names[id] for id in one.first])
    if one.start > now:
        return one.start - now, f"above {one.start:.0%}, {first} comes first"
    return now - one.end, f"below {one.end:.0%}, {first} comes first"


FIRST = (title, summary)
