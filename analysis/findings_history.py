"""What the history test says, in sentences made from its rows: hits, misses and what is neither."""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.history import BUILT_IN, HIT, MISS, NO_NUMBER
from analysis.history_answer import VERDICTS
from analysis.units import Unit, show

ROUGHLY = 0.2  # of a ratio: how much of it is said ("about 170 times", "about 3.3 times")
HEADINGS = {
    MISS: "Misses",
    HIT: "Hits",
    BUILT_IN: "Built in, so they can't miss",
    NO_NUMBER: "It happened, and no number was published",
}


def history_answer(told: Answer) -> str:
    """How often the model agrees with what was published, in one sentence."""
    hits, misses = (_of(told, verdict).height for verdict in (HIT, MISS))
    if not hits + misses:
        return "It can't be told: no published figure could be missed."
    often = "Seldom" if misses > hits else "Mostly"
    return (
        f"{often}: of {hits + misses} published figures that it could miss, the model "
        f"**hits {hits}** and **misses {misses}**."
    )


def what_that_means(told: Answer) -> tuple[str, ...]:
    """What to make of hits and misses: sentences, each only where it holds."""
    hits, built_in = _of(told, HIT), _of(told, BUILT_IN)
    floors = hits.filter("is_floor").height
    said = []
    if hits.height and floors == hits.height:
        said.append(
            "A hit here proves little: what was published is the least that it can have been, and "
            "the model only has to reach it."
        )
    elif floors:
        said.append(
            f"Of the hits, {floors} prove little: what was published is the least that it can "
            "have been."
        )
    if built_in.height:
        said.append(
            f"Another {built_in.height} are built in: the model starts from what was published, so "
            "it can't miss."
        )
    said.append(
        "So levels from this model are not to be quoted. What it is for is differences between "
        "designs on the same children."
    )
    return tuple(said)


def chart_title(told: Answer) -> str:
    """The finding of the chart: the widest miss, in its own numbers."""
    misses = _of(told, MISS).filter(pl.col("times").is_not_null())
    if misses.is_empty():
        return "No published figure is missed"
    worst = misses.row(0, named=True)
    return (
        f"Furthest apart: {_lower(worst['label'])}, {_bare(worst)} published and "
        f"{worst['text']} in the model"
    )


def chart_summary(told: Answer) -> str:
    """How to read the chart, and how the misses are spread."""
    misses = _of(told, MISS).filter(pl.col("times").is_not_null())
    above = misses.filter(pl.col("times") > 1).height
    spread = (
        f"Of the misses, {above} were published as more than the model gives and "
        f"{misses.height - above} as less. "
        if misses.height
        else ""
    )
    return (
        f"{spread}Each line is a figure on an axis of its own, in steps of ten times, laid so that "
        "the model's figures stand below each other. Diamond: what was published, hollow where it "
        "is built in; an arrowhead where it is the least that it was. Upright stroke: the model's "
        "figure; band: its interval."
    )


def groups(told: Answer) -> list[tuple[str, str, list[dict]]]:
    """Anchors, headings and the rows below them, misses first; what has no rows is left out."""
    found = [(verdict, _of(told, verdict).rows(named=True)) for verdict in VERDICTS]
    return [
        (VERDICTS[verdict].replace(" ", "-"), f"{HEADINGS[verdict]}: {len(rows)}", rows)
        for verdict, rows in found
        if rows
    ]


def row_words(row: dict) -> str:
    """One published figure beside the model's, with reason and source: three lines of Markdown."""
    interval = "" if row["interval_text"] == row["text"] else f" ({row['interval_text']})"
    figure = f"{row['text']}{interval}"
    source = f"[{row['source']}]({row['link']})" if row["link"] else row["source"]
    return (
        f"**{row['label']}** · {row['design']}  \n"
        f"Published **{row['published_text']}**; model **{figure}**{_how_far(row)}.  \n"
        f"{row['explanation']} Source: {source}."
    )


def _of(told: Answer, verdict: str) -> pl.DataFrame:
    return told.frame.filter(pl.col("verdict") == VERDICTS[verdict])


def _how_far(row: dict) -> str:
    times = row["times"]
    if row["verdict"] != VERDICTS[MISS] or not times:
        return ""
    ratio = max(times, 1 / times)
    told = show(ratio, Unit.RATIO, low=ratio * (1 - ROUGHLY), high=ratio * (1 + ROUGHLY))
    if times > 1:
        return f": what was published is about {told} times that"
    return f", about {told} times what was published"


def _bare(row: dict) -> str:
    """What was published, without its year."""
    return row["published_text"].removesuffix(f" ({row['year']})")


def _lower(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"
