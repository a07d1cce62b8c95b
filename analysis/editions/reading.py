"""An edition as screens read it: its parts in order, with the figures behind each."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.editions.changes import Changes
from analysis.editions.check import Check
from analysis.editions.format import ClaimTold, Edition
from analysis.editions.request import request_of
from analysis.inert_text import inert
from analysis.scenarios import BASELINE, Scenario
from analysis.tally import ALL
from data.world import WorldError

MOST_ROWS = 40
HEADLINES = ("yearly_cost", "present_value", "gaps_closed", "sharing_gaps", "views",
             "needless_views", "children_with_entry", "entries_without_concern",
             "people_able_to_open")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A chart of the edition with what is said of it."""

    id: str
    title: str
    words: str
    claim: ClaimTold | None


def said(sentence: str) -> str:
    """A sentence of an edition for a screen: emphasis stays, links and pictures become words."""
    return inert(sentence).replace("![", "[")


def parts(edition: Edition) -> list[Part]:
    """The charts in the order of the article."""
    claims = {f"claim-{one.id}": one for one in edition.claims}
    return [Part(one.id, one.title, one.words, claims.get(one.id)) for one in edition.charts]


def headlines(edition: Edition) -> pl.DataFrame:
    """The main figures, one row per design and outcome."""
    names = {one.id: one.label for one in edition.inputs.designs}
    units = {one.id: one for one in edition.definitions}
    rows = [
        {
            "Design": names.get(one.design, one.design),
            "Outcome": one.label,
            "Unit": units[one.outcome].unit if one.outcome in units else one.unit,
            "Figure": one.text,
            "Interval": one.interval,
        }
        for one in edition.figures
        if one.dimension == ALL and one.outcome in HEADLINES and one.id.count("/") == 1
    ]
    return pl.DataFrame(rows)


def designs(edition: Edition) -> list[Scenario]:
    """The designs but the baseline; none where this version can't read them."""
    try:
        return [one for one in request_of(edition).designs if one.id != BASELINE]
    except WorldError:
        return []


def held(edition: Edition) -> dict[str, float]:
    """Assumptions that were held at one value, other than shipped."""
    return {
        one.id: one.central
        for one in edition.inputs.assumptions
        if not one.is_shipped and one.low == one.high
    }


def about(edition: Edition) -> str:
    """World, version and size in a sentence."""
    told = edition.world
    seed = f", seed {told.seed}" if told.seed is not None else ""
    return (
        f"Edition {edition.id}, dated {edition.dated}: {len(edition.figures):,} figures of "
        f"{told.n_children:,} {told.origin} children (world {told.fingerprint[:8]}{seed}), "
        f"results version {edition.versions.results}."
    )


def changed(told: Changes) -> pl.DataFrame:
    """The first changes between two editions, as a table."""
    rows = [
        {"What": one.name, "Before": one.before, "After": one.after}
        for one in told.changes[:MOST_ROWS]
    ]
    return pl.DataFrame(rows)


def differing(told: Check) -> pl.DataFrame:
    """The first figures and files that are not the same, as a table."""
    rows = [
        {"What": one.id, "Published": one.published, "Found": one.found, "Differs": one.by}
        for one in told.differing[:MOST_ROWS]
    ]
    rows += [
        {"What": path, "Published": "", "Found": "", "Differs": why}
        for path, why in list(told.files.items())[:MOST_ROWS]
    ]
    return pl.DataFrame(rows)


def command(edition: Edition) -> str:
    """How to check it elsewhere."""
    return (
        "contactlens verify DIR"
        if edition.world.seed is not None
        else ("contactlens verify DIR --world WORLD")
    )
