"""A case as rows for its picture: lanes, spans, dots, rings and threads with their places.

Across are days since 1970-01-01, down are lanes numbered from 0. A thread runs from the lane
of a holder to the dot of the seeker on the day of a need; where the seeker did not learn, it is
broken in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from analysis.case import Case
from analysis.case_words import dated, kinds_of_concern, label_of, reason_clause, told_by
from analysis.situations import EPOCH
from data.schema import SENSITIVE_AGENCIES

MOST_THREADS = 36  # past which only the first gap of each pair is drawn
SLANT = 0.024  # of the width: how far across a thread goes
BREAK = 0.15  # of a lane: from the middle of a broken thread to either end of the break
LEAST_DAYS = 120  # across
MARGIN = 0.03  # of the width, at both ends
TOLD, INDEX, GAP = "told", "index", "gap"


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Rows of a picture; `analysis.charts.case_line` draws them."""

    lanes: pl.DataFrame  # y, label, note
    spans: pl.DataFrame  # y, x, x2: a concern counts
    dots: pl.DataFrame  # x, y, is_concern, when, what
    rings: pl.DataFrame  # x, y, when, what
    threads: pl.DataFrame  # x, y, x2, y2, day, kind, when, what
    middles: pl.DataFrame  # x, y, day, kind, when, what
    ends: tuple[float, float]  # of the axis
    starts: int  # the first day of the period
    n_left_out: int  # gaps that are not drawn

    def frames(self) -> tuple[pl.DataFrame, ...]:
        """The frames in the order in which the chart takes them."""
        return (self.lanes, self.spans, self.dots, self.rings, self.threads, self.middles)


NO_DAY = 1 << 20
"""A chosen day that lies after everything."""


def day_number(on: date) -> int:
    """A day as charts count them."""
    return (on - EPOCH) // timedelta(days=1)


def drawing_of(case: Case, seeker: str | None = None) -> Drawing:
    """The rows of one case; with ``seeker`` the threads that lead to this agency alone."""
    places = {agency: y for y, agency in enumerate(case.agencies)}
    ends = _ends(case)
    drawn, n_left_out = _needs_to_draw(case, seeker)
    threads, middles = _threads(case, drawn, places, SLANT * (ends[1] - ends[0]))
    return Drawing(
        lanes=_lanes(case, places),
        spans=_spans(case, places, ends[1]),
        dots=_dots(case, places),
        rings=_rings(case, places),
        threads=threads,
        middles=middles,
        ends=ends,
        starts=day_number(case.period[0]),
        n_left_out=n_left_out,
    )


def _ends(case: Case) -> tuple[float, float]:
    start, end = (day_number(one) for one in case.period)
    if case.contacts.is_empty():
        return float(start), float(end)
    days = case.contacts["contacted_on"]
    first, last = day_number(days.min()), day_number(days.max())
    short = max(LEAST_DAYS - (last - first), 0) / 2
    room = MARGIN * max(last - first, LEAST_DAYS)
    return first - short - room, last + short + room


def _lanes(case: Case, places: dict[str, int]) -> pl.DataFrame:
    levers = case.scenario.levers
    withheld = set(case.gaps.filter(pl.col("reason") == "withheld")["holder"])
    rows = []
    for agency, y in places.items():
        hidden = agency in SENSITIVE_AGENCIES and (
            agency in withheld or levers.sensitive_rule == "withheld"
        )
        note = "withheld" if hidden and levers.scope != "none" else ""
        rows.append({"y": y, "label": label_of(agency), "note": note})
    return pl.DataFrame(rows, schema={"y": pl.Int64, "label": pl.String, "note": pl.String})


def _spans(case: Case, places: dict[str, int], last: float) -> pl.DataFrame:
    """For how long concerns of each agency count, those that overlap as one."""
    rows: list[dict] = []
    concerns = case.contacts.filter(pl.col("n_concerns") > 0).sort("agency", "contacted_on")
    for agency, on in concerns.select("agency", "contacted_on").iter_rows():
        y, x = places[agency], day_number(on)
        x2 = min(x + case.window_days, last)
        if rows and rows[-1]["y"] == y and x <= rows[-1]["x2"]:
            rows[-1]["x2"] = x2
        else:
            rows.append({"y": y, "x": x, "x2": x2})
    return pl.DataFrame(rows, schema={"y": pl.Int64, "x": pl.Float64, "x2": pl.Float64})


def _dots(case: Case, places: dict[str, int]) -> pl.DataFrame:
    rows = []
    for row in case.contacts.iter_rows(named=True):
        kinds = kinds_of_concern(row["concern_types"])
        what = f"a concern{f' ({kinds})' if kinds else ''}" if row["n_concerns"] else "no concern"
        rows.append(
            {
                "x": day_number(row["contacted_on"]),
                "y": places[row["agency"]],
                "is_concern": row["n_concerns"] > 0,
                "when": dated(row["contacted_on"]),
                "what": f"{label_of(row['agency'])}: {what}",
            }
        )
    kinds = {"x": pl.Int64, "y": pl.Int64, "is_concern": pl.Boolean}
    return pl.DataFrame(rows, schema=kinds | {"when": pl.String, "what": pl.String})


def _rings(case: Case, places: dict[str, int]) -> pl.DataFrame:
    """Look-ups that opened the entry: at their contact, or where the log alone has them."""
    rows = []
    for row in case.looks.filter("is_opened").iter_rows(named=True):
        on = row["logged_at"].date() if row["is_moved"] else row["contact_on"]
        about = "no recorded contact" if row["is_moved"] else "at this contact"
        rows.append(
            {
                "x": day_number(on),
                "y": places[row["agency"]],
                "when": dated(on),
                "what": f"{label_of(row['agency'])} opened the entry ({about})",
            }
        )
    kinds = {"x": pl.Int64, "y": pl.Int64, "when": pl.String, "what": pl.String}
    return pl.DataFrame(rows, schema=kinds)


def _needs_to_draw(case: Case, seeker: str | None) -> tuple[pl.DataFrame, int]:
    """First learned and gaps; of very many gaps the first of each seeker and holder."""
    ours = pl.lit(True) if seeker is None else pl.col("seeker") == seeker
    gaps, learned = case.gaps.filter(ours), case.first_learned.filter(ours)
    kept = gaps
    if gaps.height + learned.height > MOST_THREADS:
        kept = gaps.unique(["seeker", "holder"], keep="first", maintain_order=True)
    return pl.concat([kept, learned]), gaps.height - kept.height


def _threads(case: Case, needs: pl.DataFrame, places, slant: float):
    threads, middles = [], []
    for row in needs.iter_rows(named=True):
        x2, y, y2 = day_number(row["decision_on"]), places[row["holder"]], places[row["seeker"]]
        x = max(x2 - slant, day_number(row["held_since"]))
        kind = {"unmet": GAP, "practice": TOLD}.get(row["met_by"], INDEX)
        told = {
            "day": x2,
            "kind": kind,
            "when": dated(row["decision_on"]),
            "what": _what(case, row),
        }
        half = BREAK / abs(y2 - y)
        pieces = [(0.0, 0.5 - half), (0.5 + half, 1.0)] if kind == GAP else [(0.0, 1.0)]
        for begin, end in pieces:
            threads.append(
                {
                    "x": x + (x2 - x) * begin,
                    "y": y + (y2 - y) * begin,
                    "x2": x + (x2 - x) * end,
                    "y2": y + (y2 - y) * end,
                    **told,
                }
            )
        middles.append({"x": (x + x2) / 2, "y": (y + y2) / 2, **told})
    words = {"day": pl.Int64, "kind": pl.String, "when": pl.String, "what": pl.String}
    at = dict.fromkeys(("x", "y", "x2", "y2"), pl.Float64)
    return (
        pl.DataFrame(threads, schema=at | words),
        pl.DataFrame(middles, schema={"x": pl.Float64, "y": pl.Float64} | words),
    )


def _what(case: Case, row: dict) -> str:
    seeker, holder = label_of(row["seeker"]), label_of(row["holder"])
    held = f"{holder} had held a concern since {dated(row['held_since'])}"
    if row["met_by"] == "unmet":
        clause = reason_clause(row["reason"], row["seeker"], row["holder"], case.scenario.levers)
        return f"{seeker} did not learn: {clause}. {held}"
    return f"{seeker} learned {told_by(row['met_by'])}. {held}"
