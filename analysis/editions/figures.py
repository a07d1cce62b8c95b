"""Every number of an edition with its id, interval, unit and meaning.

An id names what the number is: ``local_hub/gaps_closed``, ``local_hub/sharing_gaps/region/London``,
``local_hub/views/difference`` (from the first design), ``claim/intrusive/2``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.claim_figures import Figure as ClaimFigure
from analysis.comparison import Comparison
from analysis.editions.format import Definition, Figure
from analysis.editions.scored import Scored, rounded
from analysis.evaluation import SCHEMA
from analysis.outcomes import OUTCOMES, outcome
from analysis.tally import ALL
from analysis.withheld import WITHHELD, withheld

DIFFERENCE = "difference"
OF_CLAIMS = "claim"


def figures(scored: Scored) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """The figures, small counts withheld; and what was withheld, one sentence a table."""
    told, sentences = list(_headlines(scored.found)), []
    for dimension, answer in scored.groups.items():
        shown = withheld(answer, appetite=scored.request.rules)
        sentences.append(f"{answer.provenance.title}: {shown.provenance.disclosure}")
        told += [_of_group(dimension, row) for row in shown.frame.iter_rows(named=True)]
    for claim, answered in scored.claims:
        told += [
            _of_claim(claim.id, number, one) for number, one in enumerate(answered.figures, start=1)
        ]
    return tuple(told), tuple(sentences)


def definitions(told: Sequence[Figure]) -> tuple[Definition, ...]:
    """What every outcome among ``told`` means, in the order of the registry."""
    used = {one.outcome for one in told}
    return tuple(
        Definition(
            id=one.id,
            label=one.label,
            family=one.family.value,
            question=one.question,
            unit=one.unit.value,
            better=one.better.value,
            formula=one.formula,
            caveat=one.caveat,
            source=one.source,
        )
        for one in OUTCOMES
        if one.id in used
    )


def _headlines(found: Comparison) -> Iterator[Figure]:
    for held, differences in zip(found.evaluations, found.differences, strict=True):
        for one, beside in zip(held.estimates, differences, strict=True):
            if one.dimension != ALL:
                continue
            told, id = outcome(one.outcome_id), f"{held.scenario.id}/{one.outcome_id}"
            yield _figure(id, held.scenario.id, one.outcome_id, one)
            if beside is not None and held is not found.reference:
                label = f"{told.label}, against {found.reference.scenario.label}"
                yield _figure(f"{id}/{DIFFERENCE}", held.scenario.id, one.outcome_id, beside, label)


def _figure(id: str, design: str, outcome_id: str, one, label: str = "") -> Figure:
    told = outcome(outcome_id)
    return Figure(
        id=id,
        design=design,
        outcome=outcome_id,
        label=label or told.label,
        dimension=one.dimension,
        group=one.group,
        unit=told.unit.value,
        value=rounded(one.value),
        low=rounded(one.low),
        high=rounded(one.high),
        text=one.text,
        interval=one.interval_text,
        definition=outcome_id,
    )


def _of_group(dimension: str, row: dict) -> Figure:
    named = {name: row[name] for name in SCHEMA if name in ("outcome", "label", "group", "unit")}
    return Figure(
        id=f"{row['scenario']}/{row['outcome']}/{dimension}/{row['group']}",
        design=row["scenario"],
        dimension=dimension,
        **named,
        **{end: rounded(row[end]) for end in ("value", "low", "high")},
        text=row["text"],
        interval=row["interval"],
        definition=row["outcome"],
        is_withheld=row["text"] == WITHHELD,
    )


def _of_claim(claim: str, number: int, one: ClaimFigure) -> Figure:
    return Figure(
        id=f"{OF_CLAIMS}/{claim}/{number}",
        design=one.scenario,
        outcome=one.outcome,
        label=one.label,
        dimension=OF_CLAIMS,
        group=claim,
        unit=one.unit,
        value=rounded(one.value),
        low=rounded(one.low),
        high=rounded(one.high),
        text=one.text,
        interval=one.interval_text,
        definition=one.definition,
        formula=outcome(one.outcome).formula if one.outcome else one.definition,
        source=one.source,
        link=one.link,
    )
