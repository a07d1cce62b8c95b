"""What the figures of sharing gaps say of a design beside another, in sentences made from them.

No adjective takes a side. Where an interval spans no difference, the sentence says that the two
can't be told apart. Withheld rows are never named.
"""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.estimates import Estimate
from analysis.evaluation import Evaluation
from analysis.gap_words import COLUMNS, COUNTS, View, points
from analysis.outcomes import outcome
from analysis.scenarios import Scenario
from analysis.units import Unit, show, show_interval

VIEWS: dict[View, str] = {
    "design": "This design",
    "reference": "What it is held against",
    "difference": "The difference",
}
NOWHERE = "Nowhere in this world: there is no sharing need in it."
COMMON = 0.01  # of all needs: what a pair must have to be named as an extreme


def gaps_answer(
    held: Evaluation, closed: Estimate | None, other: Scenario, pairs: Answer, per: str
) -> str:
    """Where gaps stay under a design, in one sentence, and what it closes in another.

    ``closed``: gaps closed against ``other``, if that is another. ``per``: see
    `findings.per_period`.
    """
    needs, gaps, share = (
        held.estimate(id) for id in ("sharing_needs", "sharing_gaps", "gap_share")
    )
    if not needs.value:
        return NOWHERE
    said = (
        f"Under **{held.scenario.label}**, about **{gaps.text}** of {needs.text} sharing needs "
        f"{per} stay gaps ({gaps.interval_text}), which is **{share.text}** "
        f"({share.interval_text})."
    )
    return f"{said} {_largest(pairs)} {_against(closed, other)}".replace("  ", " ").strip()


def pairs_title(pairs: Answer, view: View, name: str) -> str:
    """Which holder most gaps, or most gaps closed, go back to."""
    column = COLUMNS[view][1]
    sums = _shown(pairs.frame, column).filter(
        pl.col("seeker").is_null() & pl.col("holder").is_not_null()
    )
    total = pairs.frame.filter(pl.col("seeker").is_null() & pl.col("holder").is_null())
    if total.is_empty() or not total[column][0] or sums.is_empty():
        return "No gap is closed" if view == "difference" else "No sharing gap to show"
    if view == "difference":
        low, high = total[f"{column}_low"][0], total[f"{column}_high"][0]
        if low <= 0 <= high:
            return "The two designs' gaps can't be told apart"
    is_more = total[column][0] < 0
    first = sums.sort(column, "holder", descending=[not is_more, False]).row(0, named=True)
    share = show(first[column] / total[column][0], Unit.SHARE)
    knows = f"What {spoken(first['holder_label'])} knows"
    if view == "difference":
        return f"{knows} makes up {share} of the gaps {'added' if is_more else 'closed'}"
    return f"{knows} is behind {share} of all sharing gaps under {name}"


def pairs_summary(pairs: Answer, view: View) -> str:
    """The pairs in which the view's share is highest and lowest, and how to read the matrix."""
    column = COLUMNS[view][0]
    cells = _shown(pairs.frame, column).filter(
        pl.col("seeker").is_not_null() & pl.col("holder").is_not_null()
    )
    common = cells.filter(pl.col("n_needs") >= COMMON * cells["n_needs"].sum()).sort(column)
    if common.is_empty():
        return "There is no sharing need that could be shown."
    least, most = (
        f"{spoken(row['seeker_label'])} seeking from {spoken(row['holder_label'])} "
        f"({told(row, column, view)})"
        for row in (common.row(0, named=True), common.row(-1, named=True))
    )
    what = outcome(COUNTS[view]).label.casefold()
    among = "Among pairs with at least 1% of all needs"
    if view == "difference":
        said = f"{among}, the share moves most for {least}, least for {most}."
        cell = "Cells: percentage points, fewer gaps as a minus"
    else:
        said = f"{among}, a need stays a gap most often for {most}, least often for {least}."
        cell = "Cells: % of needs that stay gaps"
    return (
        f"{said} Rows: the seeker, who meets the child. Columns: the holder, who has a concern. "
        f"{cell}; [c] is withheld. Bars: {what}. {pairs.provenance.disclosure}"
    )


def spoken(label: str) -> str:
    """An agency inside a sentence: "social care", "Prevent"."""
    return label if label == "Prevent" else _lower(label)


def _largest(pairs: Answer) -> str:
    cells = _shown(pairs.frame, "n_gaps").filter(
        pl.col("seeker").is_not_null() & pl.col("holder").is_not_null()
    )
    if cells.is_empty() or not cells["n_gaps"].max():
        return ""
    most = cells.sort("n_gaps", descending=True).row(0, named=True)
    count = show(most["n_gaps"], Unit.GAPS, low=most["n_gaps_low"], high=most["n_gaps_high"])
    between = show_interval(most["n_gaps_low"], most["n_gaps_high"], Unit.GAPS)
    return (
        f"The largest single part, about **{count}** ({between}), is "
        f"{spoken(most['seeker_label'])} not knowing what {spoken(most['holder_label'])} holds."
    )


def _against(closed: Estimate | None, other: Scenario) -> str:
    if closed is None:
        return ""
    held = f"Held against **{other.label}**, on the same children,"
    if closed.low is None or closed.low <= 0 <= closed.high:
        return f"{held} its gaps can't be told apart."
    if closed.value < 0:
        more, most, least = (
            show(-one, Unit.GAPS, low=-closed.high, high=-closed.low)
            for one in (closed.value, closed.low, closed.high)
        )
        return f"{held} it leaves about **{more}** more ({least} to {most})."
    return f"{held} it closes about **{closed.text}** ({closed.interval_text})."


def told(row: dict, column: str, view: View) -> str:
    """One share, or one difference of shares, with its interval."""
    value, low, high = (row[f"{column}{end}"] for end in ("", "_low", "_high"))
    if view == "difference":
        text, interval = points(value, low, high)
        return f"{text} points; {interval}"
    unit = outcome("gap_share").unit
    return f"{show(value, unit, low=low, high=high)}; {show_interval(low, high, unit)}"


def _shown(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    return frame.filter(~pl.col("is_withheld"), pl.col(column).is_not_null())


def _lower(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"
