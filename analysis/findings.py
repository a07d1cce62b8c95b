"""What screens say of any figure: the period, the funnel, words for those who can't see a chart.

Sentences about designs stand in `findings_*`.
"""

from __future__ import annotations

from analysis.answer import Answer, Provenance
from analysis.workbench import Workbench

WHICH_CHILDREN = {
    "area": "in {}",
    "region": "in {}",
    "age_band": "aged {}",
    "sex": "who are {}",
    "ethnic_group": "of ethnic group {}",
    "deprivation_decile": "in deprivation decile {}",
    "need_tier": "of need tier {}",
}
YEAR = (365, 366)
MANY = 20  # groups, past which extremes are no surprise


def per_period(bench: Workbench) -> str:
    """ "a year", or the dates where the period of its world is not one."""
    start, end = bench.world.period_start, bench.world.period_end
    if (end - start).days + 1 in YEAR:
        return "a year"
    return f"from {_day(start)} to {_day(end)}"


def funnel_summary(funnel: Answer) -> str:
    """The steps in one sentence, for readers and for those who hear the page."""
    steps = [row for row in funnel.frame.iter_rows(named=True) if row["n_children"]]
    told = "; ".join(
        f"{row['label'][0].lower()}{row['label'][1:]}: {row['text']} ({row['interval_text']})"
        for row in steps
    )
    return f"Of every 1,000 children with complex or acute needs: {told}."


def alt_text(title: str, answer: Answer, summary: str) -> str:
    """What a chart shows, for those who can't see it."""
    return f"{title}. {summary} {answer.provenance.origin}".replace("**", "")


def mark(answer: Answer) -> str:
    """The small print in every chart: origin, world and version."""
    return small_print(answer.provenance)


def small_print(told: Provenance) -> str:
    """`mark` of figures that came about as ``told``."""
    origin = "Synthetic children" if told.is_synthetic else "Imported records"
    return (
        f"{origin} · {told.scaling} · world {told.world_fingerprint[:8]} · "
        f"results {told.results_version}"
    )


def _day(day) -> str:
    return f"{day.day} {day:%B %Y}"
