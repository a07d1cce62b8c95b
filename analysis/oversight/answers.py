"""What an experiment found, as answers: each a frame with how it was made."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from analysis import sql
from analysis.answer import Answer
from analysis.answers import provenance
from analysis.evaluation import SCHEMA, Evaluation
from analysis.outcome import Family
from analysis.oversight.detectors import DETECTORS
from analysis.oversight.laboratory import Experiment
from analysis.oversight.safeguards import Change
from analysis.oversight.scoring import ALL, Score, wilson
from analysis.oversight.truth import KIND_LABELS
from analysis.units import Unit, show, show_interval
from analysis.workbench import Workbench

FOUND, UNEXPLAINED, IMPROPER = "improper_lookups_found", "unexplained_views", "improper_lookups"
EXPLAINED = {
    "direct": "A contact of the same user",
    "group": "A contact of the same agency",
    "referral": "A concern of another agency, before",
    "none": "Nothing on record",
}
PLANTED = (
    "Misuse was planted {density:g} times as often as assumed and is counted for so much less. "
    "Synthetic worlds are tidier than life: compare detectors, do not quote levels."
)
NOTHING_WITHHELD = "Nothing is withheld: what is counted are look-ups that were planted."


def _row(outcome: str, label: str, dimension: str, group: str, unit: Unit, **figures) -> dict:
    return (
        dict.fromkeys(SCHEMA)
        | {
            "family": Family.INTRUSIVENESS.value,
            "outcome": outcome,
            "label": label,
            "dimension": dimension,
            "group": group,
            "unit": unit.value,
        }
        | figures
    )


def _answer(
    bench: Workbench,
    evaluation: Evaluation,
    rows: list[dict],
    outcome: str,
    title: str,
    queries: tuple[str, ...],
    *notes: str,
    intervals: str = "none: one log, drawn with central assumptions",
) -> Answer:
    told = provenance(bench, [evaluation], (outcome,), title)
    frame = pl.DataFrame(
        [row | {"scenario": evaluation.scenario.id} for row in rows], schema=SCHEMA
    )
    return Answer(
        frame,
        replace(
            told,
            sql=sql.text(*queries) if queries else "",
            scaling="as drawn, not scaled",
            intervals=intervals,
            disclosure=NOTHING_WITHHELD,
            notes=(*told.notes, *notes),
        ),
    )


def explained(bench: Workbench, evaluation: Evaluation, found: Experiment) -> Answer:
    """Of every 1,000 look-ups, how many each kind of record explains."""
    n = found.n_lookups
    rows = [
        _row(
            UNEXPLAINED,
            "Look-ups by what explains them",
            "explained_by",
            label,
            Unit.SHARE_OF_VIEWS,
            value=found.detected.explained[kind] / n if n else None,
            numerator=float(found.detected.explained[kind]),
            denominator=float(n),
            text=show(found.detected.explained[kind] / n, Unit.SHARE_OF_VIEWS) if n else "none",
            interval="as drawn",
        )
        for kind, label in EXPLAINED.items()
    ]
    return _answer(
        bench,
        evaluation,
        rows,
        UNEXPLAINED,
        "Look-ups by what explains them",
        ("audit_explanation", "audit_explained"),
        PLANTED.format(density=found.density),
    )


def detectors(bench: Workbench, evaluation: Evaluation, found: Experiment) -> Answer:
    """Each detector: how much of each kind of misuse it finds, with intervals."""
    rows = [
        _row(
            FOUND,
            f"{LABELS[score.detector]}: share found",
            score.detector,
            "Any misuse" if one.kind == ALL else KIND_LABELS[one.kind],
            Unit.SHARE,
            value=one.recall,
            low=one.interval[0],
            high=one.interval[1],
            numerator=float(one.found),
            denominator=float(one.n),
            text=show(one.recall, Unit.SHARE),
            interval=show_interval(*one.interval, Unit.SHARE),
        )
        | {"unit": "% of look-ups of that kind"}
        for score in found.scores
        for one in score.by_kind
        if one.n
    ]
    return _answer(
        bench,
        evaluation,
        rows,
        FOUND,
        "What each detector finds, by kind of misuse",
        tuple(one.query for one in DETECTORS),
        PLANTED.format(density=found.density),
        intervals="95 percent (Wilson), by users, since look-ups of one user come together",
    )


def review(bench: Workbench, evaluation: Evaluation, found: Experiment) -> Answer:
    """What review of a share of look-ups reaches: the curve, and kinds at the asked shares."""
    rows = [
        _row(
            FOUND,
            "Misuse among what is reviewed",
            "reviewed_share",
            f"{one.share:.4%} reviewed, {'any' if kind == ALL else KIND_LABELS[kind]}",
            Unit.SHARE,
            value=reached,
            text=show(reached, Unit.SHARE),
            interval="as drawn",
        )
        | {"unit": "% of misuse"}
        for one in (*found.at_shares, *found.curve)
        for kind, reached in one.reached.items()
        if kind == ALL or one in found.at_shares
    ]
    return _answer(
        bench,
        evaluation,
        rows,
        FOUND,
        "Misuse among what is reviewed, in the order of the queue",
        (),
        PLANTED.format(density=found.density),
    )


def safeguards(bench: Workbench, evaluation: Evaluation, found: list[Change]) -> Answer:
    """Improper look-ups a year without each safeguard, with it, and what it prevents."""
    rows = [
        _row(
            IMPROPER,
            f"Improper look-ups {what}",
            "safeguard",
            one.label,
            Unit.LOOKUPS,
            value=value,
            low=low,
            high=high,
            text=show(value, Unit.LOOKUPS, low=low, high=high),
            interval=show_interval(low, high, Unit.LOOKUPS),
        )
        for one in found
        for what, (value, low, high) in (
            ("without it", one.without),
            ("with it", one.with_it),
            ("prevented", one.prevented),
        )
    ]
    told = provenance(bench, [evaluation], (IMPROPER,), "What safeguards change")
    notes = tuple(
        f"{one.label} rests on {one.assumption} ({value.low:g} to {value.high:g}): {value.source}"
        for one in {one.safeguard: one for one in found}.values()
        for value in [bench.assumptions.get(one.assumption)]
    )
    frame = pl.DataFrame(
        [row | {"scenario": evaluation.scenario.id} for row in rows], schema=SCHEMA
    )
    return Answer(frame, replace(told, scaling="England's", notes=(*told.notes, *notes)))


LABELS = {one.id: one.label for one in DETECTORS}


def detector_table(found: Experiment) -> pl.DataFrame:
    """One row per detector, in words: what it tells of, and how much of it is misuse."""
    return pl.DataFrame([_told(score, found) for score in found.scores])


def _told(score: Score, found: Experiment) -> dict:
    n = found.n_at_rate
    lead = "none" if score.lead_days is None else f"{score.lead_days:.0f}"
    return {
        "Detector": LABELS[score.detector],
        "Alerts per 1,000 look-ups": f"{1_000 * score.alerts / n:.2f}" if n else "none",
        "False alarms per 1,000 for work": _per_1000(score.false_alarm_rate),
        "Misuse in 100 alerts": _of_100(score.precision),
        "Of all misuse, found": _share(score.recall),
        "Misuse per reviewer-hour": (
            "none" if score.improper_per_hour is None else f"{score.improper_per_hour:.2f}"
        ),
        "Median days of lead": lead,
    }


def kinds_table(found: Experiment) -> pl.DataFrame:
    """One row per kind of misuse: share in what is reviewed, at each asked share."""
    kinds = [kind for kind in found.at_shares[0].reached if kind != ALL]
    return pl.DataFrame(
        [
            {"Misuse": "Any" if kind == ALL else KIND_LABELS[kind]}
            | {
                f"{100 * one.share:g}% reviewed": reached_words(found, kind, one.reached[kind])
                for one in found.at_shares
                if kind in one.reached
            }
            for kind in (ALL, *kinds)
            if kind in found.at_shares[0].reached
        ]
    )


def reached_words(found: Experiment, kind: str, reached: float) -> str:
    """A share of misuse with its interval, by users: "92% (90% to 94%)"."""
    n = next(one.n_people for one in found.scores[0].by_kind if one.kind == kind)
    low, high = wilson(reached, n) if n else (0.0, 1.0)
    return f"{reached:.0%} ({low:.0%} to {high:.0%})"


def found_table(found: Experiment) -> pl.DataFrame:
    """One row per kind of misuse, one column per detector: share found, its own in bold words."""
    kinds = [one.kind for one in found.scores[0].by_kind if one.n and one.kind != ALL]
    rows = []
    for kind in kinds:
        row = {"Misuse": KIND_LABELS[kind]}
        for score in found.scores:
            (one,) = [one for one in score.by_kind if one.kind == kind]
            row[LABELS[score.detector]] = f"{one.recall:.0%}"
        rows.append(row)
    return pl.DataFrame(rows)


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.0%}"


def _of_100(value: float | None) -> str:
    return "none" if value is None else f"{100 * value:.1f}"


def _per_1000(value: float | None) -> str:
    return "none" if value is None else f"{1_000 * value:.2f}"
