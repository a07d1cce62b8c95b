"""What the figures of sharing gaps say of a design beside another, in sentences made from them.

No adjective takes a side. Where an interval spans no difference, the sentence says that the two
can't be told apart. Withheld rows are never named.
"""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.estimates import Estimate
from analysis.evaluation import Evaluation
from analysis.findings import MANY, WHICH_CHILDREN
from analysis.gap_figures import ALIKE, LESS, MORE
from analysis.gap_words import COLUMNS, COUNTS, View, points
from analysis.groups import dimension
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
        f"({_value(row, column, view)})"
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


def groups_title(groups: Answer, by: str) -> str:
    """Which groups' needs stay gaps most and least often, or that none can be told apart."""
    rows = ranked(groups)
    if len(rows) < 2:
        return f"{dimension(by).label}: too few groups with a sharing need to compare"
    # The extremes among those that differ: a small group at the end may be there by chance.
    most = next((row for row in rows if row["against_all"] == MORE), None)
    least = next((row for row in reversed(rows) if row["against_all"] == LESS), None)
    share = outcome("gap_share").unit
    which = WHICH_CHILDREN[by]
    often = {
        "most": most and f"{which.format(name_of(most, by))} ({show(most['gap_share'], share)})",
        "least": least
        and f"{which.format(name_of(least, by))} ({show(least['gap_share'], share)})",
    }
    if most and least:
        return (
            f"A need stays a gap most often for children {often['most']}, least often "
            f"{often['least']}"
        )
    if most or least:
        end = "most" if most else "least"
        return f"A need stays a gap {end} often for children {often[end]}"
    return f"{dimension(by).label}: no group can be told apart from all children"


def groups_summary(groups: Answer, by: str) -> str:
    """Where most gaps are, who can be told apart, and where the design closes most."""
    rows = ranked(groups)
    if not rows:
        return "No group has a sharing need that could be shown."
    which = WHICH_CHILDREN[by]
    first = max(rows, key=lambda row: row["n_gaps"])
    count = show(first["n_gaps"], Unit.GAPS, low=first["n_gaps_low"], high=first["n_gaps_high"])
    between = show_interval(first["n_gaps_low"], first["n_gaps_high"], Unit.GAPS)
    said = [
        f"Most gaps concern children {which.format(name_of(first, by))}: about {count} ({between})."
    ]
    n = {word: sum(row["against_all"] == word for row in rows) for word in (MORE, LESS, ALIKE)}
    if len(rows) > MANY:
        said.append(
            f"Of {len(rows)}, {n[MORE]} lie above all children together and {n[LESS]} below, "
            f"beyond what sample and assumptions explain; {n[ALIKE]} can't be told apart."
        )
    closes = sorted(rows, key=lambda row: row["gap_share_change"])
    if closes[0]["gap_share_high"] is not None and closes[0]["gap_share_change_high"] < 0:
        row = closes[0]
        told = _value(row, "gap_share_change", "difference")
        said.append(f"The share falls most for children {which.format(name_of(row, by))}: {told}.")
    said.append(
        "Thick lines: what the sample of children leaves open. Thin lines: assumptions as well; "
        "they move all groups together."
    )
    return " ".join(said)


def days_title(median: Estimate, other: Estimate, name: str) -> str:
    """For how long the other agency had known, of the gaps that a design leaves."""
    if median.value is None:
        return f"No sharing gap is left under {name}"
    before = "" if other.text == median.text else f"; it was {other.text} before"
    return (
        f"In half of the gaps left, the concern had been held for {median.text} days or longer"
        f"{before}"
    )


def days_summary(held: Answer, name: str, other: str) -> str:
    """The share of gaps in the first and the last span; under ``other`` too, if it is named."""
    frame = held.frame
    if not frame["n_gaps"].sum():
        return "There is no sharing gap under this design."
    first, last = frame.row(0, named=True), frame.row(-1, named=True)
    one, late = (_share(row, "gaps_share") for row in (first, last))
    before = "" if not other else f" ({_share(first, 'reference_gaps_share')} under {other})"
    return (
        f"Under {name}, in {one} of gaps the concern was {first['from_days']} to "
        f"{first['to_days']} days old{before}, in {late} it was {last['from_days']} to "
        f"{last['to_days']} days old. The area of a bar is its share of all gaps; "
        f"{last['to_days']} days is the window, an assumption."
    )


def ranked(groups: Answer) -> list[dict]:
    """The groups that may be shown and have a need, the highest gap share first."""
    known = groups.frame.filter(pl.col("gap_share").is_not_null())
    return known.sort("gap_share", descending=True).rows(named=True)


def name_of(row: dict, by: str) -> str:
    """A group inside a sentence: places keep their capital."""
    label = row["group_label"]
    return label if by in ("area", "region") else _lower(label)


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


def _value(row: dict, column: str, view: View) -> str:
    value, low, high = (row[f"{column}{end}"] for end in ("", "_low", "_high"))
    if view == "difference":
        text, interval = points(value, low, high)
        return f"{text} points; {interval}"
    unit = outcome("gap_share").unit
    return f"{show(value, unit, low=low, high=high)}; {show_interval(low, high, unit)}"


def _share(row: dict, column: str) -> str:
    return show(row[column], Unit.SHARE, low=row[f"{column}_low"], high=row[f"{column}_high"])


def _shown(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    return frame.filter(~pl.col("is_withheld"), pl.col(column).is_not_null())


def _lower(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"
