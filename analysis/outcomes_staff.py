"""Outcomes of money spent otherwise: cost by year, and the same sum as staff."""

from __future__ import annotations

from functools import partial

from analysis.outcome import Better, Family, Outcome
from analysis.units import Unit

PAGE = "docs/methods-cost.md"
STAFF = (
    "What more staff achieve is judged, and rests on no published figure; only sharing is counted, "
    "not protection."
)
_money = partial(Outcome, source=PAGE, family=Family.COST)
_instead = partial(Outcome, source=PAGE, family=Family.BETWEEN)

MONEY: tuple[Outcome, ...] = (
    _money(
        id="spent_in_year",
        label="Spent in the year",
        question="What is spent in each year?",
        unit=Unit.GBP,
        better=Better.LOWER,
        numerator="pounds of the year, as planned",
        denominator="",
        formula="set-up and first training while it is built, the yearly cost in years of full "
        "use; not discounted",
        caveat="As planned, and nothing is ramped up: a year is one of building or of full use.",
    ),
    _money(
        id="spent_in_year_with_bias",
        label="Spent in the year, with optimism bias",
        question="What is spent in each year if plans prove as wrong as they did before?",
        unit=Unit.GBP,
        better=Better.LOWER,
        numerator="pounds of the year, set-up and running raised",
        denominator="",
        formula="as planned, with set-up x (1 + bias of set-up), running x (1 + bias of running)",
        caveat="The bias was measured on projects before 2002; it is not added to time and staff.",
    ),
    _money(
        id="sum_per_child",
        label="The sum for each child",
        question="What does the sum come to for each child in England?",
        unit=Unit.GBP,
        better=Better.NONE,
        numerator="pounds",
        denominator="children in England",
        formula="the sum / children aged 0-17 in England",
        caveat="Once, not a year. Divided by all children, whether they need anything or not.",
    ),
    _money(
        id="sum_in_worker_years",
        label="Social-worker years for the sum",
        question="For how many years of one social worker would the sum pay?",
        unit=Unit.WORKER_YEARS,
        better=Better.NONE,
        numerator="pounds",
        denominator="cost of one social worker for a year",
        formula="the sum / (cost of an hour x hours of a full-time year)",
        caveat="A measure of size; so many could not be hired at once.",
    ),
    _instead(
        id="staff_gaps_closed",
        label="Gaps closed a year by staff instead",
        question="How many sharing gaps a year would the same money close if it paid for staff?",
        unit=Unit.GAPS,
        better=Better.HIGHER,
        numerator="sharing gaps of the reference less those with so many more staff",
        denominator="",
        formula="sharing gaps of the reference - sharing gaps of the reference with the money "
        "added to its extra staff",
        caveat=STAFF,
    ),
    _instead(
        id="staff_share_needed",
        label="Share that staff would have to meet",
        question="Of needs that practice misses, how many would any number of staff have to meet "
        "for the same money to close as many gaps?",
        unit=Unit.SHARE,
        better=Better.NONE,
        numerator="share k at which staff close as many gaps as the design",
        denominator="share of the full effect that the money reaches",
        formula="k x (money + money for half of the effect) / money",
        caveat=STAFF,
    ),
    _instead(
        id="staff_half_gbp_needed",
        label="Yearly spending that would have to reach half of the effect",
        question="How little would have to bring half of what staff can do, for the same money to "
        "close as many gaps?",
        unit=Unit.GBP,
        better=Better.NONE,
        numerator="money x (share that any number of staff could meet - k)",
        denominator="k",
        formula="money x (share that any number of staff could meet / k - 1), nothing where k is "
        "out of reach",
        caveat=STAFF,
    ),
)
