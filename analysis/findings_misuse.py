"""What is said of improper look-ups: expected, found and missed, before and after safeguards."""

from __future__ import annotations

import polars as pl

from analysis.evaluation import Evaluation
from analysis.findings_access import plain
from analysis.intrusiveness import DIMENSIONS
from analysis.misuse import BY_KIND, KINDS
from analysis.outcomes import outcome
from analysis.tally import ALL

MISUSE = (
    "improper_lookups_before_safeguards",
    "improper_lookups",
    "improper_lookups_found",
    "improper_lookups_missed",
)
KIND_WORDS = {ALL: "All kinds"} | dict(next(one.groups for one in DIMENSIONS if one.id == BY_KIND))
"""Words for each kind of misuse, all of them together first."""
COLUMNS = tuple(
    {id: KIND_WORDS[id] for id in ids}
    for ids in ((ALL, "trawl"), ("relative", "curiosity", "shared_login"))
)
"""Kinds that stand below each other, in two columns."""


def misuse_rows(found: Evaluation) -> pl.DataFrame:
    """The four steps of every kind and of all together; columns of `evaluation.SCHEMA`."""
    return found.frame().filter(
        pl.col("outcome").is_in(MISUSE), pl.col("dimension").is_in([ALL, BY_KIND])
    )


def misuse_title(found: Evaluation) -> str:
    """How much misuse is to be expected, and how much of it is found."""
    expected = found.estimate("improper_lookups")
    caught = found.estimate("improper_lookups_found")
    if not expected.value:
        return "No improper look-up is to be expected"
    return f"About {plain(expected)} improper look-ups a year; review finds {plain(caught)}"


def misuse_summary(found: Evaluation) -> str:
    """Before and after safeguards, found, and the kind that counts most."""
    before, expected, caught, missed = (found.estimate(id) for id in MISUSE)
    if not before.value:
        return "Nobody may look anything up, so nobody can misuse it."
    kinds = [found.estimate("improper_lookups", BY_KIND, kind) for kind in KINDS]
    most = max(kinds, key=lambda one: one.value)
    words = KIND_WORDS[most.group]
    return (
        f"Without safeguards {plain(before)} a year, with those of the design {plain(expected)}; "
        f"review finds {plain(caught)} and misses {plain(missed)}. Most numerous: "
        f"{words[0].lower()}{words[1:]}, {plain(most)}. {outcome('improper_lookups').caveat}"
    )
