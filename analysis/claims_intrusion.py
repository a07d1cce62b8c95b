"""Answers to claims on how intrusive and how secure it was."""

from __future__ import annotations

import numpy as np

from analysis.claim_answer import AGREES, OPEN, PARTLY, Answered, Drawn
from analysis.claim_figures import Desk, Figure, from_history, made
from analysis.outcome import Family
from analysis.scenarios import read_scenario
from analysis.units import Unit
from data.claims import Claim

INDEX, WITH_IDENTIFIER = "contactpoint_2009", "contactpoint_with_identifier"
NARROWER = ("targeted_cpis", "local_hub", "identifier_without_index", "reference_index")
"""Presets that list fewer children than ContactPoint did."""


def intrusive(desk: Desk, claim: Claim) -> Answered:
    """The parts of intrusiveness per gap closed, beside designs that list fewer children."""
    per_gap, calm, able, shown = (
        desk.scored(INDEX, id)
        for id in (
            "views_per_gap_closed",
            "entries_without_concern",
            "people_able_to_open",
            "sensitive_disclosures",
        )
    )
    needless = _needless_per_gap(desk, INDEX)
    closed = [_closed_more(desk, id) for id in NARROWER]
    held = [desk.scored(id, "entries_without_concern") for id in NARROWER]
    beside = [*closed, *held, *(_needless_per_gap(desk, id) for id in NARROWER)]
    return Answered(
        verdict=OPEN,
        sentence="**That is a judgement, and no figure makes it.** For each gap that it closes, "
        f"ContactPoint opens **{per_gap.words}** entries, **{needless.words}** of them of children "
        f"about whom nobody is concerned. It holds **{calm.words}** entries of children without a "
        f"concern all year, each open to {able.words} people.",
        reasons=(
            "One test of proportionality is whether something less intrusive would do. Of "
            f"{len(closed)} designs that list only some children, {_how_many(closed)}. "
            f"{_fewer(held, calm)}",
            f"Views show the use of a sensitive service {shown.words} times a year. Whether any of "
            "this is worth a gap closed is for those to say who answer for it.",
        ),
        figures=(per_gap, needless, calm, able, shown, *beside),
        drawn=Drawn(
            title="Entries of children about whom no agency recorded a concern all year",
            figures=tuple(
                desk.scored(id, "entries_without_concern").named(read_scenario(id).label)
                for id in (INDEX, *NARROWER)
            ),
            axis=Family.INTRUSIVENESS,
        ),
    )


def insecure(desk: Desk, claim: Claim) -> Answered:
    """Shield failures by how records are matched, and misuse expected, found and missed."""
    failures, linked = (desk.scored(id, "shield_failures") for id in (INDEX, WITH_IDENTIFIER))
    improper, found, missed = (
        desk.scored(INDEX, id)
        for id in ("improper_lookups", "improper_lookups_found", "improper_lookups_missed")
    )
    breaches = from_history("cp_breaches")
    seen = sum(one.low > 0 for one in (failures, improper))
    verdict = {0: OPEN, 1: PARTLY, 2: AGREES}[seen]
    lead = {
        OPEN: "Not by what the model counts.",
        PARTLY: "Of one kind that the model counts.",
        AGREES: "Two kinds follow from the design itself.",
    }[verdict]
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** Records that fail to link leave **{failures.words} shielded "
        f"children** open by a second entry. **{improper.words} improper look-ups** a year are to "
        f"be expected, of which review finds {found.words} and misses {missed.words}.",
        reasons=(
            "Second, open entries of shielded children were found in March 2009, and loading was "
            "paused for it; how many was not published. With a single identifier on every record "
            f"the model finds {linked.words} of them.",
            f"Audit found {breaches.text} breaches of procedure by October 2009, with 800 users. "
            "How much misuse is to be expected is a range above what police forces recorded, "
            "because most is never found.",
        ),
        figures=(failures, linked, improper, found, missed, breaches),
        drawn=Drawn(
            title="Shielded children left open, by how records are matched",
            figures=(
                failures.named("By names and birth date"),
                linked.named("By a single identifier"),
            ),
            axis=Family.INTRUSIVENESS,
        ),
    )


def _needless_per_gap(desk: Desk, id: str) -> Figure:
    closed = np.maximum(desk.futures(id, "gaps_closed"), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = desk.futures(id, "needless_views") / closed
    return made(
        "Views of children without a concern, per gap closed", values, Unit.VIEWS_PER_GAP,
        "views of children without a concern / sharing gaps closed", id,
    )  # fmt: skip


def _closed_more(desk: Desk, id: str) -> Figure:
    values = desk.futures(id, "gaps_closed") - desk.futures(INDEX, "gaps_closed")
    return made(
        "Gaps closed, more than ContactPoint", values, Unit.GAPS,
        "sharing gaps closed - sharing gaps closed by ContactPoint", id,
    )  # fmt: skip


def _how_many(differences: list[Figure]) -> str:
    """How many designs close more gaps and fewer, in words."""
    more = [one.design for one in differences if one.low is not None and one.low > 0]
    fewer = [one.design for one in differences if one.high is not None and one.high < 0]
    parts = [f"{len(more)} close more gaps ({', '.join(more)})"] if more else []
    parts += [f"{len(fewer)} close fewer ({', '.join(fewer)})"] if fewer else []
    apart = len(differences) - len(more) - len(fewer)
    parts += [f"{apart} can't be told apart from it in gaps closed"] if apart else []
    return " and ".join(parts) if len(parts) < 3 else f"{parts[0]}, {parts[1]} and {parts[2]}"


def _fewer(held: list[Figure], calm: Figure) -> str:
    fewer = sum(one.high < calm.low for one in held)
    said = "All" if fewer == len(held) else f"{fewer} of them"
    return f"{said} hold fewer entries of children without a concern; the chart shows how many."
