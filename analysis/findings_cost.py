"""What a design costs, in sentences made from its figures. No adjective takes a side."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from analysis.break_even import OUT_OF_REACH, BreakEven
from analysis.cost import YEARLY, CostAccount
from analysis.estimates import Estimate
from analysis.evaluation import Evaluation
from analysis.outcomes import outcome
from analysis.policy import Assumptions
from analysis.scenarios import load_scenarios
from analysis.staff_figures import Spent
from analysis.units import Unit, show

BLOCKS = {
    "Once, while it is built": ("setup_cost", "first_training_cost"),
    "Each year in full use": (*(f"{line}_cost" for line in YEARLY), "yearly_cost"),
    "Apart, and never taken off": ("time_saved",),
}
"""The ledger: heading -> outcomes."""
WORTH = {
    "Seen from today": ("present_value", "present_value_with_bias"),
    "Apart, and never taken off": ("time_saved_present_value",),
}
"""What it comes to over the horizon: heading -> outcomes."""
UNITS = (
    "yearly_cost_per_child",
    "social_worker_years",
    "cost_per_gap",
    "cost_per_gap_with_bias",
)
NOTHING = "costs nothing in this account, which counts what is added to existing practice"
SUM = ("staff_gaps_closed", "sum_per_child", "sum_in_worker_years")
TELLING = (0.025, 0.975)  # of the futures: outside, one of two is ahead in nearly all


def cost_answer(found: Evaluation, account: CostAccount) -> str:
    """What a year costs, what it takes to build, and what it comes to, each with its interval."""
    name, years = found.scenario.label, account.schedule.discount.shape[1]
    yearly, setup, value, biased = (
        found.estimate(id)
        for id in ("yearly_cost", "setup_cost", "present_value", "present_value_with_bias")
    )
    if not value.value:
        return f"**{name}** {NOTHING}."
    built = f", after {told(setup)} to set up" if setup.value else ""
    bias = ""
    if biased.text != value.text:
        bias = f", or **{biased.text}** ({biased.interval_text}) with optimism bias"
    return (
        f"**{name}** costs about **{yearly.text} a year** in full use ({yearly.interval_text})"
        f"{built}. Over {years} years that is **{value.text}**, seen from today "
        f"({value.interval_text}){bias}."
    )


def against_answer(reference: str, own: Evaluation, other: Evaluation, less: Estimate) -> str:
    """How the present value compares with that of the reference; ``less``: the difference."""
    if own.scenario.levers == other.scenario.levers:
        return "It is held against itself: choose another design in the side panel."
    if not other.estimate("present_value").value:
        return f"{reference}, which it is held against, {NOTHING}."
    if less.low is None or less.low <= 0 <= less.high:
        return f"What it costs can't be told apart from what {spoken(reference)} costs."
    amount = show(abs(less.value), Unit.GBP, low=less.low, high=less.high)
    ends = sorted(abs(end) for end in (less.low, less.high))
    span = " to ".join(show(end, Unit.GBP, low=ends[0], high=ends[1]) for end in ends)
    which = "more" if less.value > 0 else "less"
    return f"That is **{amount} {which}** than {spoken(reference)}, seen from today ({span})."


def takes_anything(shown: Iterable[Evaluation]) -> bool:
    """Whether any of the designs costs anything."""
    return any(one.estimate("present_value").high for one in shown)


def ledger_title(found: Evaluation) -> str:
    """Which line takes most of a year."""
    lines = [found.estimate(f"{line}_cost") for line in YEARLY]
    total = found.estimate("yearly_cost")
    first = max(lines, key=lambda one: one.value or 0.0)
    if not total.value:
        return "Nothing is paid for in this account"
    label = outcome(first.outcome_id).label.removesuffix(" a year")
    if first.value >= total.value * 0.999:
        return f"All of a year's cost is {_inside(label)}: {total.text}"
    share = show(first.value / total.value, Unit.SHARE)
    return f"{label} is the largest part of a year's cost: {share} of {total.text}"


def ledger_summary(found: Evaluation) -> str:
    """Every line that is not nothing, and time saved apart."""
    parts = []
    for heading, ids in BLOCKS.items():
        lines = [found.estimate(id) for id in ids]
        said = [
            f"{_inside(outcome(one.outcome_id).label.removesuffix(' a year'))} {told(one)}"
            for one in lines
            if one.value
        ]
        if said:
            parts.append(f"{heading}: {'; '.join(said)}.")
    return " ".join(parts) or f"{found.scenario.label} {NOTHING}."


def worth_title(found: Evaluation, account: CostAccount) -> str:
    """What it comes to over the horizon, as planned and with optimism bias."""
    years = account.schedule.discount.shape[1]
    value, biased = (found.estimate(id) for id in ("present_value", "present_value_with_bias"))
    if value.text == biased.text:
        return f"Over {years} years: {value.text}, seen from today"
    return (
        f"Over {years} years: {value.text} as planned, {biased.text} if plans prove as wrong as "
        "they did before"
    )


def worth_summary(found: Evaluation) -> str:
    """Both present values with their intervals, and what the time saved is worth, apart."""
    value, biased, saved = (
        found.estimate(id)
        for id in ("present_value", "present_value_with_bias", "time_saved_present_value")
    )
    words = f"As planned {told(value)}; with optimism bias {told(biased)}."
    if saved.value:
        words += (
            f" The time saved would be worth {told(saved)}; it is money only if somebody uses it, "
            "so it stands apart."
        )
    return words


def years_title(account: CostAccount) -> str:
    """How many years go by before the design is in use."""
    in_use = account.schedule.in_use[0]
    built, years = int((in_use == 0).sum()), len(in_use)
    if not built:
        return f"It is in use, and paid for, in all {years} years"
    if built == years:
        return f"It would not be ready within {years} years"
    used = years - built
    return (
        f"{_number(built)} {_plural(built, 'year')} of building, then "
        f"{_number(used).lower()} of use, within {years}"
    )


def years_summary(by_year: pl.DataFrame) -> str:
    """The first and the last year of the horizon, as planned and with bias."""
    planned, biased = (
        by_year.filter(pl.col("outcome") == id).sort(pl.col("group").cast(pl.Int64))
        for id in ("spent_in_year", "spent_in_year_with_bias")
    )
    words = []
    for place in (0, -1):
        own, more = planned.row(place, named=True), biased.row(place, named=True)
        with_bias = "" if own["text"] == more["text"] else f", {more['text']} with optimism bias"
        words.append(f"year {own['group']}: {own['text']} ({own['interval']}){with_bias}")
    return (
        f"Not discounted. {words[0][0].upper()}{words[0][1:]}; {words[1]}. How long building takes "
        "is not known, so years in which it may or may not be ready have wide intervals."
    )


def units_caveat(found: Evaluation) -> str:
    """What a cost per gap closed is not, and why there may be none."""
    if not any(one.outcome == "cost_per_gap" for one in found.tallies):
        return "No cost per gap closed: the design closes no gap that existing practice leaves."
    return outcome("cost_per_gap").caveat


def sum_title(spent: Spent) -> str:
    """How many gaps the sum closes as staff."""
    closed = spent.estimates["staff_gaps_closed"]
    return (
        f"{spent.label}, spent on staff over {spent.years} {_plural(spent.years, 'year')}, would "
        f"close about {closed.text} gaps a year"
    )


def sum_answer(spent: Spent) -> str:
    """What the sum comes to, as staff, per child and in years of a social worker."""
    gbp, yearly, closed, child, workers = (
        spent.estimates[id]
        for id in ("sum", "a year", "staff_gaps_closed", "sum_per_child", "sum_in_worker_years")
    )
    return (
        f"The sum is {told(gbp)} in pounds of 2024-25: {child.text} for each child in England, "
        f"once, or **{workers.text} years** of one social worker ({workers.interval_text}). As "
        f"{yearly.text} a year for {spent.years} {_plural(spent.years, 'year')} of staff it would "
        f"close about **{closed.text} gaps a year** ({closed.interval_text})."
    )


def break_even_title(own: BreakEven, needed: dict[str, Estimate]) -> str:
    """What staff would have to achieve to close as many gaps as the design."""
    share = needed["staff_share_needed"]
    if share.text == OUT_OF_REACH:
        return "For its own money, no staff could close as many gaps as the design"
    return f"For its own money, staff would have to meet {share.text} of needs that practice misses"


def break_even_answer(
    own: BreakEven,
    needed: dict[str, Estimate],
    believed: Assumptions,
    n_futures: int,
) -> str:
    """The break-even share and money beside what is assumed, and how the futures fall."""
    share, half = needed["staff_share_needed"], needed["staff_half_gbp_needed"]
    most, money = (believed.get(f"staff_effect.{id}") for id in ("max_share", "half_gbp"))
    first = (
        f"Any number of staff would have to meet **{share.text}** of the needs that practice "
        f"misses ({share.interval_text})"
    )
    if share.text == OUT_OF_REACH:
        first = (
            "What any number of staff would have to meet is **out of reach**, for it is more than "
            f"all the needs that practice misses ({share.interval_text})"
        )
    then = f"Or **{half.text}** a year would have to bring half of it ({half.interval_text})"
    if half.text == OUT_OF_REACH:
        then = (
            "That less money brings half of it would not do: what would be needed is **out of "
            f"reach** ({half.interval_text})"
        )
    return (
        f"{first}; assumed is {_range(most, Unit.SHARE)}. {then}; assumed is "
        f"{_range(money, Unit.GBP)}. Both assumptions are judged: no published figure was found. "
        f"{ahead(own, n_futures)}"
    )


def ahead(own: BreakEven, n_futures: int) -> str:
    """In how many futures staff close at least as many gaps, and whether that tells anything."""
    share = in_futures(own.staff_ahead)
    count = (
        f"In **{share}** of {n_futures:,} futures staff close at least as many gaps over the years"
    )
    if TELLING[0] < own.staff_ahead < TELLING[1]:
        return f"{count}: which of the two closes more can't be told."
    return f"{count}."


def break_even_summary(own: BreakEven, money: Estimate, label: str) -> str:
    """What the plane of both assumptions shows."""
    return (
        f"Line and band: where {money.text} a year of staff ({money.interval_text}) closes as many "
        f"gaps over {own.years} years as {spoken(label)}, with its 95 percent interval. Dashed: "
        "the ranges that are assumed; the cross is their centre."
    )


def curve_summary(spent: Spent, own: BreakEven | None, label: str) -> str:
    """What the line, the band and the points are."""
    words = (
        "Grey: gaps that staff close for so much money a year, with the 95 percent interval; the "
        "more staff, the less each adds."
    )
    if own:
        words += (
            f" Green: {spoken(label)} at its own money a year over the horizon, its gaps spread "
            "over all years, building included."
        )
    return words


def in_futures(share: float) -> str:
    """A share of futures; "none" and "all" where it is just that."""
    words = {0.0: "none", 1.0: "all"}
    nearly = {"0%": "less than 1%", "100%": "more than 99%"}
    text = show(share, Unit.SHARE)
    return words.get(share) or nearly.get(text, text)


def told(one: Estimate) -> str:
    """A figure with its interval."""
    return one.text if one.text == one.interval_text else f"{one.text} ({one.interval_text})"


def _range(entry, unit: Unit) -> str:
    ends = {"low": entry.low, "high": entry.high}
    central = show(entry.central, unit, **ends)
    if entry.low == entry.high:
        return f"{central}, held"
    low, high = (show(end, unit, **ends) for end in (entry.low, entry.high))
    return f"{central} ({low} to {high})"


def spoken(label: str) -> str:
    """The label of a design in the middle of a sentence; names keep their capital."""
    is_name = label.startswith("ContactPoint") or label not in _presets()
    return label if is_name else _inside(label)


@cache
def _presets() -> frozenset[str]:
    return frozenset(one.label for one in load_scenarios())


def _inside(label: str) -> str:
    return label[0].lower() + label[1:]


def _plural(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"


def _number(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[number] if number < len(words) else str(number)
