"""Trade-offs in sentences made from their figures: frontiers, regret, limits, what matters."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.comparison import Comparison
from analysis.estimates import Estimate
from analysis.findings_cost import in_futures, spoken
from analysis.outcomes import Better, Outcome, outcome
from analysis.policy import Assumption
from analysis.regret import Limit
from analysis.scenarios import Scenario
from analysis.sensitivity import Explained
from analysis.tornado import in_words
from analysis.units import Unit, show

PAIRS = ("Cost and coverage", "Coverage and intrusiveness", "Cost and intrusiveness")
LETTERS = ("A", "B", "C")
KEY = "Futures in which no other design beats it on A, B and C; ●: also centrally"
MOST_BARS = 12
FEW = 0.2  # of the variance: more than this left over is said


def trade_off_answer(frames: Sequence[pl.DataFrame], chosen: str) -> str:
    """On how many of the three frontiers the chosen design stands, and how firmly."""
    label = frames[0].filter(pl.col("scenario") == chosen)["label"].item()
    rows = [frame.filter(pl.col("scenario") == chosen).row(0, named=True) for frame in frames]
    on = [pair.lower() for pair, row in zip(PAIRS, rows, strict=True) if row["is_on"]]
    shares = _listed(
        [
            f"on {pair.lower()} in {in_futures(row['on_share'])}"
            for pair, row in zip(PAIRS, rows, strict=True)
        ]
    )
    n = frames[0].height
    if not on:
        first = f"**{label}** is beaten by another of {n} designs on each pair of axes"
    else:
        first = f"No other of {n} designs beats **{label}** on {_listed(on)}"
    return (
        f"{first}, with every assumption central. Over the futures it is unbeaten {shares}. The "
        "three axes are never added."
    )


def frontier_title(frames: Sequence[pl.DataFrame]) -> str:
    """How many designs stand on some frontier, and on all."""
    on = [set(frame.filter("is_on")["scenario"]) for frame in frames]
    n = frames[0].height
    some, every = len(set.union(*on)), len(set.intersection(*on))
    tail = f"{every} on all three" if every else "none on all three"
    return f"{some} of {n} designs are beaten by no other on some pair of axes, {tail}"


def pair_summary(frame: pl.DataFrame, x: Outcome, y: Outcome) -> str:
    """Who is on the frontier of a pair, from the least of the first to the most."""
    on = frame.filter("is_on").sort("x")
    told = "; ".join(
        f"{row['label']} ({row['x_text']} and {row['y_text']})" for row in on.iter_rows(named=True)
    )
    return f"On the frontier of {_lower(x.label)} and {_lower(y.label)}: {told}."


def frontier_summary(frames: Sequence[pl.DataFrame]) -> str:
    """How to read the three pictures, and which designs are on no frontier."""
    on = set.union(*(set(frame.filter("is_on")["scenario"]) for frame in frames))
    off = [
        spoken(row["label"]) for row in frames[0].iter_rows(named=True) if row["scenario"] not in on
    ]
    words = (
        "Filled: no other design is as good on both and better on one. Hollow: some other is. "
        "Lines: 95 percent intervals; the thin line joins the filled ones."
    )
    return f"{words} On no frontier: {_listed(off)}." if off else words


def threads_title(axes: Sequence[Outcome], n_runs: int, n_designs: int) -> str:
    """How many runs are drawn through how many axes."""
    per = n_runs // max(n_designs, 1)
    return (
        f"{n_runs:,} runs, {per} futures of each of {n_designs} designs, through {len(axes)} axes"
    )


def threads_summary(chosen: Scenario, told: pl.DataFrame, axes: Sequence[Outcome]) -> str:
    """How to brush, and where the chosen design's runs lie on each axis."""
    spans, label = [], chosen.label
    own = told.filter(pl.col("scenario") == chosen.id)
    for axis in axes:
        values = own[axis.id].drop_nulls()
        if values.len():
            low, high = values.min(), values.max()
            span = " to ".join(
                dict.fromkeys(show(one, axis.unit, low=low, high=high) for one in (low, high))
            )
            spans.append(f"{_lower(axis.label)} {span}")
    return (
        "Each thread is a design in one future; dark: "
        f"{spoken(label)}. Drag along an axis to keep the runs that pass there, on several axes if "
        "you like; drag a range to move it, double-click to let go. The bars count what is kept. "
        f"Runs of {spoken(label)} lie between: {'; '.join(spans)}."
    )


def regret_title(frame: pl.DataFrame, measure: Outcome) -> str:
    """Which design is most often not bettered on an outcome."""
    first = frame.sort("best_share", descending=True).row(0, named=True)
    most = "Fewest" if measure.better is Better.LOWER else "Most"
    if measure.unit is Unit.GBP:
        most = "Least"
    share = in_futures(first["best_share"])
    return f"{most} {_lower(measure.label)}: {spoken(first['label'])}, in {share} of the futures"


def regret_summary(frame: pl.DataFrame, measure: Outcome, chosen: str) -> str:
    """What regret is, and that of the chosen design."""
    row = frame.filter(pl.col("scenario") == chosen).row(0, named=True)
    own = ""
    if row["value"] is not None:
        own = f" Of {spoken(row['label'])}: {row['text']} ({row['interval']})."
    return (
        f"Regret: how far a design lies from the best of the same future, here in "
        f"{measure.unit.value}. Nothing for the design that is best there.{own}"
    )


def limits_told(limits: Sequence[Limit]) -> str:
    """The limits in words."""
    told = [
        f"{_lower(outcome(one.outcome).label)} at {'most' if one.is_most else 'least'} "
        f"{_amount(one)}"
        for one in limits
    ]
    return _listed(told) if told else "no limit"


def accepted_title(frame: pl.DataFrame, limits: Sequence[Limit]) -> str:
    """Which design keeps all limits most often."""
    if not limits:
        return "Without a limit, every design is acceptable in every future"
    first = frame.sort("all_share", descending=True).row(0, named=True)
    if not first["all_share"]:
        return "No design keeps these limits in any future"
    share = in_futures(first["all_share"])
    return f"{first['label']} keeps these limits most often: in {share} of the futures"


def accepted_summary(frame: pl.DataFrame, limits: Sequence[Limit], n_futures: int) -> str:
    """The limits, and the share of every design."""
    told = "; ".join(
        f"{row['label']} {show(row['all_share'], Unit.SHARE)}"
        for row in frame.iter_rows(named=True)
    )
    return (
        f"Limits: {limits_told(limits)}. All hold in so many of {n_futures:,} futures: {told}. The "
        "limits are yours; that a design keeps them in so many futures is no chance of so much."
    )


def matters_title(frame: pl.DataFrame, measure: Outcome) -> str:
    """Which assumption moves the figure furthest by itself."""
    if frame.is_empty():
        return f"{measure.label}: no assumption moves it"
    row = frame.row(0, named=True)
    return (
        f"{measure.label}: moved furthest by “{_lower(row['label'])}”, from {row['at_low_text']} "
        f"to {row['at_high_text']}"
    )


def matters_summary(
    frame: pl.DataFrame,
    explained: Explained,
    measure: Outcome,
    label: str,
    now: Estimate,
) -> str:
    """The first three shares of the variance, what is left, and how to read the bars."""
    if frame.is_empty():
        return f"Under {spoken(label)} it is {now.text} whatever is assumed."
    parts = [
        f"Bars: {_lower(measure.label)} under {spoken(label)} with one assumption at its low end "
        f"(pale) and at its high end (full), all others central, where it is {now.text}. Some "
        "move together. Shapes tell the evidence: circle good, triangle fair, square weak."
    ]
    first = [
        f"{_lower(one.cause.label)} {show(one.share, Unit.SHARE)}" for one in explained.shares[:3]
    ]
    if first:
        of = "the ranks of the figure" if explained.is_ranked else "the variance"
        parts.append(f"Over the futures, of {of}: {'; '.join(first)}.")
    if explained.left > FEW:
        left = show(explained.left, Unit.SHARE)
        parts.append(f"{left} is what several do only together, or chance.")
    if explained.is_ranked:
        parts.append("In some futures the figure has no end, so ranks are explained.")
    return " ".join(parts)


def what_if_words(entries: Sequence[Assumption]) -> str:
    """Structural assumptions that are not in the bars, with their ranges."""
    told = [
        f"{_lower(one.label)} ({_span(one)}, now {in_words(one, one.central)})" for one in entries
    ]
    return (
        "Not in the bars, for each changes the needs themselves and takes a world prepared anew: "
        f"{_listed(told)}."
    )


def same_everywhere(found: Comparison, id: str) -> bool:
    """Whether all designs have one figure, so that a limit on it tells nothing."""
    values = {one.estimate(id).value for one in found.evaluations}
    return len(values) == 1


def _amount(limit: Limit) -> str:
    near = {"low": 0.9 * limit.bound, "high": 1.1 * limit.bound}  # so much as a limit needs
    return show(limit.bound, outcome(limit.outcome).unit, **near)


def _span(entry: Assumption) -> str:
    """ "30 to 730 days"."""
    low, high = in_words(entry, entry.low), in_words(entry, entry.high)
    shared = low.partition(" ")[2]
    return f"{low.removesuffix(f' {shared}') if shared else low} to {high}"


def _listed(words: Sequence[str]) -> str:
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _lower(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"
