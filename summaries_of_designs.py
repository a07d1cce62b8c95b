"""How the command line sums up designs: their figures, comparisons and history."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from terminal import Form, say, show_table, write_csv

if TYPE_CHECKING:
    import polars as pl

    from analysis.access_log.write import AccessLog
    from analysis.comparison import Comparison
    from analysis.evaluation import Evaluation
    from analysis.history import Checked
    from data.world import World

CENTRAL = (
    "The figure takes every assumption at its central value; the interval holds the middle 95 "
    "percent of {n} futures{sample}."
)


def show_evaluation(found: Evaluation, form: Form, *, groups: bool) -> None:
    """Every outcome of one design, family by family."""
    if form is Form.JSON:
        say(_json({"scenario": found.scenario.id, **_about(found)}, found.frame()))
    elif form is Form.CSV:
        _csv(found.frame())
    else:
        say(f"{found.scenario.label} ({found.scenario.id}). {found.scenario.summary}")
        for family, rows in _by_family(found.frame() if groups else found.headlines()):
            say(f"\n{family.capitalize()}")
            show_table(
                ("Outcome", *(("By", "Group") if groups else ()), "Figure", "Interval", "Unit"),
                (
                    (
                        row["label"],
                        *((row["dimension"], row["group"]) if groups else ()),
                        row["text"],
                        row["interval"],
                        row["unit"],
                    )
                    for row in rows
                ),
                right=set(),
            )
        _say_about(found)


def show_comparison(found: Comparison, form: Form, *, groups: bool) -> None:
    """Every outcome of every design beside the first."""
    standing = [
        {
            "scenario": one.scenario,
            "dominated_by": list(one.dominated_by),
            "dominated_in_share_of_futures": one.share,
        }
        for one in found.dominance
    ]
    if form is Form.JSON:
        ids = [one.scenario.id for one in found.evaluations]
        facts = {"scenarios": ids, "reference": ids[0], "dominance": standing}
        say(_json({**facts, **_about(found.reference)}, found.frame()))
    elif form is Form.CSV:
        _csv(found.frame())
    else:
        for family, rows in _by_family(found.frame() if groups else found.headlines()):
            say(f"\n{family.capitalize()}")
            show_table(
                (
                    "Outcome",
                    *(("By", "Group") if groups else ()),
                    "Scenario",
                    "Figure",
                    "Interval",
                    "Difference",
                    "Interval",
                    "Unit",
                ),
                _compared(rows, found, groups=groups),
                right=set(),
            )
        say("")
        for one in standing:
            say(_standing(one))
        _say_about(found.reference)


def show_history(found: list[Checked], form: Form) -> None:
    """What was published beside what the model gives, with the reason of every miss."""
    from dataclasses import asdict

    rows = [asdict(one) for one in found]
    if form is Form.JSON:
        say(json.dumps(rows, indent=1, default=str))
        return
    if form is Form.CSV:
        write_csv(tuple(rows[0]), (row.values() for row in rows))
        return
    show_table(
        ("Design", "What", "Published", "Model", "Interval", "Result"),
        (
            (r.scenario, r.label, r.published_text, r.text, r.interval_text, r.verdict)
            for r in found
        ),
        right=set(),
    )
    for one in found:
        say(f"{one.label}: {one.explanation} Source: {one.source}. {one.link}".rstrip())


def show_log(written: AccessLog, world: World, out: Path) -> None:
    """What a log holds, and the share of look-ups that contacts explain."""
    from analysis.access_volumes import summarise_log

    for sentence in summarise_log(world, out):
        say(sentence)
    for note in written.notes:
        say(note)


def _by_family(frame: pl.DataFrame) -> Iterable[tuple[str, list[dict]]]:
    for (family,), rows in frame.group_by("family", maintain_order=True):
        yield family, rows.to_dicts()


def _compared(rows: list[dict], found: Comparison, *, groups: bool) -> Iterable[tuple[str, ...]]:
    """The rows of one family: outcome by outcome, the designs of each below each other."""
    order = {one.scenario.id: place for place, one in enumerate(found.evaluations)}
    places = {}
    for row in rows:
        places.setdefault((row["outcome"], row["dimension"], row["group"]), len(places))
    rows = sorted(
        rows,
        key=lambda r: (places[r["outcome"], r["dimension"], r["group"]], order[r["scenario"]]),
    )
    last = None
    for row in rows:
        name = (row["outcome"], row["dimension"], row["group"])
        is_reference = row["scenario"] == found.reference.scenario.id
        yield (
            row["label"] if name != last else "",
            *((row["dimension"], row["group"]) if groups else ()),
            row["scenario"],
            row["text"],
            row["interval"],
            "" if is_reference else row["difference_text"] or "",
            "" if is_reference else row["difference_interval"] or "",
            row["unit"],
        )
        last = name


def _standing(one: dict) -> str:
    share = one["dominated_in_share_of_futures"]
    futures = "" if share is None else f" In {share:.0%} of the futures another design does."
    if one["dominated_by"]:
        others = " and ".join(one["dominated_by"])
        return f"{one['scenario']} is dominated: {others} is no worse on any axis.{futures}"
    return f"{one['scenario']} is not dominated: no other design beats it on every axis.{futures}"


def _about(found: Evaluation) -> dict:
    return {
        "world": found.world_fingerprint,
        "is_synthetic": found.is_synthetic,
        "fraction": found.fraction,
        "futures": found.n_futures,
        "results_version": found.results_version,
        "notes": list(found.notes),
    }


def _say_about(found: Evaluation) -> None:
    sampled = found.fraction is not None and found.fraction < 1
    sample = ", and what the sample of children adds" if sampled else ""
    say("\n" + CENTRAL.format(n=f"{found.n_futures:,}", sample=sample))
    if found.is_synthetic:
        say("Synthetic children: compare designs, and don't quote levels.")
    for note in found.notes:
        say(note)


def _json(facts: dict, frame: pl.DataFrame) -> str:
    return json.dumps({**facts, "figures": frame.to_dicts()}, indent=1)


def _csv(frame: pl.DataFrame) -> None:
    write_csv(frame.columns, frame.iter_rows())
