"""Outcomes of cost: what a design takes, in pounds of 2024-25 for the whole of England."""

from __future__ import annotations

from analysis.outcome import Better, Family, Outcome
from analysis.units import Unit

PAGE = "docs/methods-cost.md"
SCALED = (
    "ContactPoint's published cost, scaled by agencies and users in parts that are judged; "
    "nobody has published what another design would cost."
)
TIME = "Time that staff spend is counted at its full cost, whether or not anybody is hired for it."
GAPS = (
    "Gaps closed are not harm avoided: how often somebody acts on what was learned, and what "
    "that is worth, is not counted."
)


def _cost(
    id: str,
    label: str,
    question: str,
    numerator: str,
    formula: str,
    caveat: str,
    *,
    denominator: str = "",
    unit: Unit = Unit.GBP,
    better: Better = Better.LOWER,
) -> Outcome:
    return Outcome(
        id=id,
        label=label,
        question=question,
        unit=unit,
        better=better,
        numerator=numerator,
        denominator=denominator,
        formula=formula,
        caveat=caveat,
        source=PAGE,
        family=Family.COST,
    )


COST: tuple[Outcome, ...] = (
    _cost(
        "setup_cost",
        "Cost to set up",
        "What does it take to build?",
        "pounds, once",
        "published set-up cost x (core + share of agencies x agencies connected / agencies "
        "planned + share of users x users / users planned) + identifier on records",
        SCALED,
    ),
    _cost(
        "first_training_cost",
        "First training",
        "What does the time cost in which the first users are trained?",
        "pounds, once",
        "people with access x minutes of training x cost of an hour",
        "The trainers are in the cost to set up, as far as ContactPoint's was.",
    ),
    _cost(
        "running_cost",
        "Running cost a year",
        "What does it take to keep it going?",
        "pounds a year in full use",
        "published running cost x (core + share of agencies x agencies connected / agencies "
        "planned + share of users x users / users planned)",
        SCALED,
    ),
    _cost(
        "training_cost",
        "Training a year",
        "What does the time cost in which new users are trained?",
        "pounds a year in full use",
        "people with access x turnover a year x minutes of training x cost of an hour",
        TIME,
    ),
    _cost(
        "two_factor_cost",
        "Second factor a year",
        "What do the tokens or their like cost?",
        "pounds a year in full use",
        "people with access x cost of a second factor, where one is asked for",
        "ContactPoint's published cost may hold its tokens already.",
    ),
    _cost(
        "lookup_time_cost",
        "Time for look-ups a year",
        "What does the time cost that users spend on looking?",
        "pounds a year in full use",
        "look-ups x minutes of a look-up x cost of an hour",
        TIME,
    ),
    _cost(
        "alert_time_cost",
        "Time for alerts a year",
        "What does the time cost that is spent on alerts?",
        "pounds a year in full use",
        "alerts x minutes of an alert x cost of an hour",
        TIME,
    ),
    _cost(
        "oversight_cost",
        "Oversight a year",
        "What does it cost to review look-ups afterwards?",
        "pounds a year in full use",
        "look-ups x share reviewed x minutes of a review x cost of a reviewer's hour",
        "What follows from a review, such as discipline, is left out.",
    ),
    _cost(
        "extra_staff_cost",
        "Extra staff a year",
        "What is spent on more staff?",
        "pounds a year in full use",
        "the sum that the design sets aside",
        "The sum is chosen; whether so many people could be found to hire is not asked.",
    ),
    _cost(
        "yearly_cost",
        "Yearly cost",
        "What does a year in full use cost?",
        "pounds a year in full use",
        "running + training + second factor + time for look-ups and alerts + oversight + extra "
        "staff, as planned",
        "Set-up and first training are not in it, and time saved is not taken off.",
    ),
    _cost(
        "yearly_cost_per_child",
        "Yearly cost per child",
        "What does a year in full use cost for each child in England?",
        "yearly cost",
        "yearly cost / children aged 0-17 in England",
        "Divided by all children, in the index or not.",
        denominator="children in England",
    ),
    _cost(
        "social_worker_years",
        "Yearly cost in social-worker years",
        "How many social workers would a year's cost pay for?",
        "yearly cost",
        "yearly cost / (cost of an hour x hours of a full-time year)",
        "A measure of size; so many could not be hired at once.",
        denominator="cost of one social worker for a year",
        unit=Unit.WORKER_YEARS,
    ),
    _cost(
        "present_value",
        "Present value of the cost",
        "What does it all cost over the years, seen from today?",
        "pounds of all years, discounted",
        "sum over years of pounds of the year / (1 + discount rate) ^ year, as planned",
        "As planned: large public projects have cost more, see the figure with optimism bias.",
    ),
    _cost(
        "present_value_with_bias",
        "Present value with optimism bias",
        "What would it cost if plans prove as wrong as they did before?",
        "pounds of all years, discounted",
        "present value with set-up x (1 + bias of set-up) and running x (1 + bias of running)",
        "The bias was measured on projects before 2002; it is not added to time and staff.",
    ),
    _cost(
        "cost_per_gap",
        "Present value per gap closed",
        "What does it cost to close one sharing gap?",
        "present value of the cost",
        "present value / (gaps closed a year x years in use, each discounted)",
        GAPS,
        denominator="gaps closed in the years in use, discounted",
    ),
    _cost(
        "cost_per_gap_with_bias",
        "Present value per gap closed, with optimism bias",
        "What would one gap closed cost if plans prove as wrong as before?",
        "present value with optimism bias",
        "present value with optimism bias / (gaps closed a year x years in use, each discounted)",
        GAPS,
        denominator="gaps closed in the years in use, discounted",
    ),
    _cost(
        "time_saved",
        "Time saved a year, in pounds",
        "What is the time worth that is no longer spent on finding out?",
        "pounds a year in full use",
        "needs met by the index x minutes saved x cost of an hour",
        "Shown apart and never taken off the cost: time saved is money only if somebody uses it.",
        better=Better.HIGHER,
    ),
    _cost(
        "time_saved_present_value",
        "Present value of the time saved",
        "What is the time saved over the years worth, seen from today?",
        "pounds of the years in use, discounted",
        "time saved a year x years in use, each discounted",
        "Shown apart and never taken off the cost: time saved is money only if somebody uses it.",
        better=Better.HIGHER,
    ),
)
