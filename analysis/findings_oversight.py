"""What an audit finds, in sentences: neutral, with what it rests on."""

from __future__ import annotations

import polars as pl

from analysis.oversight.answers import LABELS, reached_words
from analysis.oversight.laboratory import Experiment
from analysis.oversight.safeguards import Change
from analysis.oversight.scoring import ALL
from analysis.scenarios import Scenario
from analysis.units import Unit, show, show_interval

TITLE = "What could an audit of the log find?"
WHAT_IT_IS = (
    "One year's log of this design is drawn with misuse planted in it. Detectors see the log, "
    "contacts and practitioners, never what a look-up was; only the scores know. Misuse is rare, "
    "so more of it is planted than is assumed, and the scores take that back. It takes some "
    "seconds, once."
)
NO_INDEX = (
    "Under this design nobody may look anything up, so there is no log to audit. Choose another "
    "design in the side panel."
)
LIMITS = (
    "**Tidier than life.** In these worlds practitioners never work away from their council, "
    "sign-ins have one owner, and contacts name who had them. Detectors tell of less work and "
    "of more misuse here than they would in life.",
    "**Planted, not learned.** The kinds of misuse and their rates are assumptions. A kind that "
    "nobody planted is not found here, and may exist.",
    "**An alert is a question.** It says that nothing on record explains a look-up, not that it "
    "was improper. Most alerts are work.",
)
PUBLISHED_EXPLAINED = "over 94 percent of accesses in a hospital study (JAMIA, 2013)"


def answer(found: Experiment, scenario: Scenario, hours: float) -> str:
    """The first sentence: what review under the budget reaches."""
    if not found.n_planted:
        return (
            f"No misuse fell into this log of {scenario.label}. Whatever is told of is false "
            "alarm; plant more to see what is found."
        )
    one = at_budget(found, hours)
    told = next(r for r in found.at_shares if r.share == 0.01)
    misuse = told.improper_per_hour * found.review_minutes / 60
    return (
        f"Under *{scenario.label}*, review of **1 in 100** look-ups in the order of the queue "
        f"reaches **{reached_words(found, ALL, told.reached[ALL])}** of planted misuse; at random "
        f"it would reach 1%. With {hours:,.0f} reviewer-hours a year it is {one:.0%}. Of every 100 "
        f"look-ups that are reviewed so, {100 * (1 - misuse):.0f} are work."
    )


def at_budget(found: Experiment, hours: float) -> float:
    """Share of misuse reached in ``hours`` for this log, read off the curve."""
    share = budget_share(found, hours)
    inside = [one for one in found.curve if one.share <= share] or [found.curve[0]]
    return inside[-1].reached.get(ALL, 0.0)


def budget_share(found: Experiment, hours: float) -> float:
    """The share of look-ups that ``hours`` of reviewers suffice for."""
    minutes = 60 * hours / found.review_minutes
    return min(minutes / found.n_at_rate, 1.0) if found.n_at_rate else 0.0


def curve_frame(found: Experiment) -> pl.DataFrame:
    """The curve as the chart has it: share, reached, words."""
    return pl.DataFrame(
        {
            "share": [one.share for one in found.curve],
            "reached": [one.reached.get(ALL, 0.0) for one in found.curve],
            "words": [f"{one.hours:,.0f} hours" for one in found.curve],
        }
    )


def review_title(found: Experiment) -> str:
    """What the first thousandth reaches."""
    first = found.at_shares[0]
    return f"The first 1 in 1,000 look-ups hold {first.reached.get(ALL, 0):.0%} of the misuse"


def review_summary(found: Experiment) -> str:
    """What review is, and what a reviewer still misses."""
    return (
        "Look-ups in the order of the queue, against as many at random. To reach a look-up is not "
        f"to recognise it: a reviewer is assumed to recognise about half. One takes "
        f"{found.review_minutes:g} minutes; hours are for the children of this world. Most "
        "improper look-ups are those of trawls, for one use makes many."
    )


def explained_title(found: Experiment) -> str:
    """The share that something on record explains."""
    return f"Something on record explains {found.detected.explained_share:.1%} of look-ups"


def explained_summary(found: Experiment) -> str:
    """Beside what was published, with the reason of the difference."""
    work = found.n_lookups - found.n_planted
    score = next(one for one in found.scores if one.detector == "no_recorded_contact")
    rate = 1 - (score.false_alarm_rate or 0)
    return (
        f"Of the {work:,} look-ups for work alone it is {rate:.1%}; published: "
        f"{PUBLISHED_EXPLAINED}. The rest are contacts that nobody recorded, children mistaken "
        "for another, and what was planted."
    )


def false_alarms(found: Experiment) -> pl.DataFrame:
    """Bars: of every 1,000 look-ups for work, how many each detector tells of."""
    rows = [(LABELS[one.detector], 1_000 * (one.false_alarm_rate or 0)) for one in found.scores]
    frame = pl.DataFrame(rows, schema=["label", "value"], orient="row")
    text = [f"{value:.1f}" if value >= 0.05 else "less than 0.1" for _, value in rows]
    text = ["none" if not value else word for (_, value), word in zip(rows, text, strict=True)]
    return frame.with_columns(text=pl.Series(text))


def false_alarms_title(found: Experiment) -> str:
    """The two ends."""
    rates = {one.detector: one.false_alarm_rate or 0 for one in found.scores}
    most = max(rates, key=rates.get)
    return (
        f"Without misuse, “{LABELS[most]}” would tell of {1_000 * rates[most]:.0f} in 1,000 "
        "look-ups"
    )


FALSE_ALARMS = (
    "Look-ups for work that a detector tells of, per 1,000 of them: what would be told of if "
    "nobody misused access. Each is a question to somebody who did their work."
)
SPREAD_TITLE = "Told of, of every 1,000 look-ups for work"


def explained_bars(answer) -> pl.DataFrame:
    """Bars: of every 1,000 look-ups, how many each kind of record explains."""
    return answer.frame.select(label="group", value=pl.col("value") * 1_000).with_columns(
        text=pl.col("value").round(1).cast(pl.String)
    )


EXPLAINED_TITLE = "Of every 1,000 look-ups"


def safeguards_bars(found: list[Change]) -> pl.DataFrame:
    """Bars: improper look-ups a year that each safeguard prevents, with the interval in words."""
    return pl.DataFrame(
        {
            "label": [one.label for one in found],
            "value": [one.prevented[0] for one in found],
            "text": [_with_interval(one.prevented) for one in found],
        }
    )


def _with_interval(ends: tuple[float, float, float]) -> str:
    value, low, high = ends
    told = show(value, Unit.LOOKUPS, low=value / 2, high=value * 3 / 2)  # one digit: it is skewed
    return f"{told} ({show_interval(low, high, Unit.LOOKUPS)})"


def safeguards_title(found: list[Change]) -> str:
    """The one that prevents most, by its central value."""
    most = max(found, key=lambda one: one.prevented[0])
    return f"On these assumptions “{most.label}” prevents most"


def safeguards_summary(found: list[Change]) -> str:
    """What they rest on."""
    without = max(found, key=lambda one: one.without[0]).without
    return (
        "Improper look-ups prevented a year in England, each safeguard alone with all else as in "
        f"the design; without it up to {_with_interval(without)}. For a reason, a second factor "
        "and the family's view no published figure was found: the ranges are judgement. Review "
        "also finds some of what still happens; the figures above say how much."
    )


SAFEGUARDS = "Prevented a year, look-ups"
