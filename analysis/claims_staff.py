"""The answer to the claim that staff protect children: the same money on an index and on staff."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.claim_answer import AGREES, DIFFERS, OPEN, Answered, Drawn
from analysis.claim_figures import Desk, Figure, made, number
from analysis.estimates import futures_of
from analysis.families import against
from analysis.levers import baseline
from analysis.outcome import Family
from analysis.scenarios import read_scenario
from analysis.units import Unit, show
from data.claims import Claim

INDEX, STAFF = "contactpoint_2009", "more_social_workers"
DOUBLINGS = 7  # of the staff preset's sum: how far the break-even is looked for
SHOWN = 4  # of them in the chart


def social_workers(desk: Desk, claim: Claim) -> Answered:
    """The same money on staff, over all that staff may achieve, and the sum that closes as much."""
    base = read_scenario(STAFF).levers
    index = desk.futures(INDEX, "gaps_closed")
    sums = [base.extra_staff_gbp_per_year * 2**power for power in range(DOUBLINGS)]
    closed = np.stack([_closed(desk, pounds) for pounds in sums])
    difference = made(
        "Gaps closed by staff less those closed by the index", closed[0] - index, Unit.GAPS,
        "sharing gaps closed with the sum spent on staff - sharing gaps closed by the index", STAFF,
    )  # fmt: skip
    even = made(
        "Yearly sum on staff that closes as many", _break_even(sums, closed, index), Unit.GBP,
        "the yearly sum on extra staff at which as many sharing gaps are closed as by the index, "
        "read off between doublings of the sum; no limit where none of them reaches it", STAFF,
    )  # fmt: skip
    more, less = (
        float(np.mean(one[1:] > other[1:]))
        for one, other in ((closed[0], index), (index, closed[0]))
    )
    years = desk.scored(STAFF, "social_worker_years")
    by_index, by_staff = desk.scored(INDEX, "gaps_closed"), desk.scored(STAFF, "gaps_closed")
    if difference.low > 0:
        verdict, lead = AGREES, "On sharing, staff close more."
    elif difference.high < 0:
        verdict, lead = DIFFERS, "On sharing, the index closes more."
    else:
        verdict, lead = OPEN, "On sharing, which closes more can't be told apart."
    views = desk.scored(INDEX, "views")
    spent = show(sums[0], Unit.GBP)
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** {spent} a year on staff close **{by_staff.words}** sharing gaps, an "
        f"index like ContactPoint **{by_index.words}**. Staff close more in "
        f"{show(more, Unit.SHARE)} of the futures, the index in {show(less, Unit.SHARE)}.",
        reasons=(
            f"Staff would close as many with a yearly sum of {even.words}. What more staff achieve "
            "for sharing is a judgement with a wide range: no figure was published.",
            f"{spent} a year is what ContactPoint was to cost to run, in today's prices, and pays "
            f"for {years.words} social-worker years. Staff open no entry of any child; the index "
            f"is opened {views.words} times a year.",
        ),
        figures=(by_staff, by_index, difference, even, years, views),
        drawn=Drawn(
            title="Sharing gaps closed a year: an index, and sums spent on staff instead",
            figures=(
                by_index.named("Index like ContactPoint"),
                *map(_of_a_sum, sums[:SHOWN], closed),
            ),
            axis=Family.COVERAGE,
        ),
    )


def _closed(desk: Desk, pounds: float) -> np.ndarray:
    """Sharing gaps that ``pounds`` a year on staff close, in every future."""
    levers = replace(read_scenario(STAFF).levers, extra_staff_gbp_per_year=round(pounds))
    told = against(desk.bench, levers, baseline())
    return futures_of(next(one for one in told if one.outcome == "gaps_closed"), desk.bench.sample)


def _of_a_sum(pounds: float, closed: np.ndarray) -> Figure:
    words = "sharing gaps closed with the sum spent on extra staff"
    return made(f"{number(pounds, Unit.GBP)} a year on staff", closed, Unit.GAPS, words, STAFF)


def _break_even(sums: list[float], closed: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Per future the sum at which ``wanted`` gaps are closed; endless where no sum reaches it."""
    known = np.vstack([np.zeros(closed.shape[1]), closed])
    spent = [0.0, *sums]
    return np.array(
        [
            np.interp(target, path, spent, right=np.inf) if target > 0 else 0.0
            for path, target in zip(known.T, wanted, strict=True)
        ]
    )
