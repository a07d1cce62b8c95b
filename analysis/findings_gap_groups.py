"""What the figures of groups of children, and of days held, say of a design beside another.

A group is named as an extreme only if it can be told apart from all children together. Withheld
groups are never named.
"""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.estimates import Estimate
from analysis.findings import MANY, WHICH_CHILDREN
from analysis.findings_gaps import told
from analysis.gap_figures import ALIKE, LESS, MORE
from analysis.groups import dimension
from analysis.outcomes import outcome
from analysis.units import Unit, show, show_interval


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
        moved = told(row, "gap_share_change", "difference")
        said.append(f"The share falls most for children {which.format(name_of(row, by))}: {moved}.")
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


def _share(row: dict, column: str) -> str:
    return show(row[column], Unit.SHARE, low=row[f"{column}_low"], high=row[f"{column}_high"])


def _lower(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"
