"""The parts of the article: a finding, its sentences, a chart, a caveat and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from analysis import claims as said
from analysis import compared, findings_compared, trade_off
from analysis import findings_designs as told
from analysis.answer import Answer
from analysis.answers import answer_of
from analysis.charts.claimed import claimed
from analysis.charts.compared import compared as differences_drawn
from analysis.charts.trade_off import trade_off as field_drawn
from analysis.claim_answer import Answered
from analysis.claims import Claim
from analysis.design_table import OVERVIEW, DesignTable, designs_by_outcome
from analysis.editions.format import ClaimTold, Edition
from analysis.editions.prose import bare
from analysis.editions.scored import BY_GROUP, GROUPED, Scored, rounded, steady
from analysis.outcomes import outcome
from analysis.pictures import Picture
from analysis.tables import group_label

SET_APART = ("sharing_gaps", "yearly_cost", "needless_views")
"""The outcomes whose differences from the first design are drawn: one of each axis."""
FEW = 4  # designs, up to which one sentence can tell of all of them
MANY = "Every line is one design; what each costs, closes and reveals is told one by one below."
RANGES = (
    "Every range holds the middle 95 percent of what would follow from all that isn't known. "
    "Levels rest on assumptions; differences between designs are what the model is for."
)


@dataclass(frozen=True, slots=True)
class Table:
    """Headings with units, and rows of words."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """``sentences`` are Markdown. ``file``: the data file that holds its figures."""

    id: str
    title: str
    sentences: tuple[str, ...]
    caveat: str
    table: Table
    file: str
    picture: Picture
    reading: str = ""  # how to read the chart
    claim: ClaimTold | None = None


def sections(scored: Scored) -> list[Section]:
    """The article, from all designs at once down to single claims."""
    return [_field(scored), _differences(scored), *(_claim(scored, *one) for one in scored.claims)]


def findings(scored: Scored) -> list[str]:
    """What the edition says, in sentences: the first is its answer."""
    found = scored.found
    spoken = [told.overview_answer(one, found.reference) for one in found.evaluations[1:]]
    first = told.who_closes_most(scored.bench, found) or spoken[0]
    return [first, told.without_index(found, "a year"), *spoken]


def _field(scored: Scored) -> Section:
    bench, found = scored.bench, scored.found
    across, pounds = trade_off.ACROSS, trade_off.POUNDS
    field = steady(trade_off.field(bench, found, across=across, pounds=pounds))
    ids = (trade_off.CLOSED, trade_off.COVERAGE, across, pounds)
    answer = answer_of(
        bench, found.evaluations, ids, title="Designs on cost, coverage and intrusiveness"
    )
    title, reading = field_title(field), told.field_summary(field, across, pounds)
    draw = partial(
        field_drawn,
        field,
        outcome(across),
        outcome(trade_off.CLOSED),
        outcome(pounds),
        chosen=scored.request.designs[1].id,
    )
    beside = designs_by_outcome(found, chosen="", outcomes=OVERVIEW)
    return Section(
        id="designs",
        title=title,
        sentences=(told.dominated(found.dominance, found).removesuffix(told.NOTHING_THERE),),
        caveat=f"{RANGES} In the table, {told.NOTHING_THERE}",
        table=_of_designs(beside),
        file="data/figures.csv",
        picture=_picture(answer, draw, title, reading),
        reading=reading,
    )


def field_title(field: pl.DataFrame) -> str:
    """How many designs another beats on the three axes that are drawn, each of them named."""
    beaten = field["is_beaten"].sum()
    on = "on cost, gaps closed and children listed without a concern"
    if not beaten:
        return f"No design is beaten by another {on}"
    who = f"{told.spoken(beaten)} of {told.spoken(field.height)} designs"
    return f"{who[0].upper()}{who[1:]} {'is' if beaten == 1 else 'are'} beaten by another {on}"


def _differences(scored: Scored) -> Section:
    bench, found = scored.bench, scored.found
    reference = found.reference.scenario.label
    rows = steady(compared.differences(found, SET_APART))
    answer = compared.compared_answer(bench, found, SET_APART)
    title = findings_compared.title(rows, reference)
    reading = findings_compared.summary(rows, reference)
    table = Table(
        ("Outcome", "Design", "Figure", f"Against {reference}"),
        tuple(rows.select("block", "name", "own", "words").rows()),
    )
    return Section(
        id="differences",
        title=title,
        sentences=(findings_compared.answer(found) if len(found.evaluations) <= FEW else MANY,),
        caveat="Differences are taken future by future, on the same children with the same luck.",
        table=table,
        file="data/figures.csv",
        picture=_picture(answer, partial(differences_drawn, rows, reference), title, reading),
        reading=reading,
    )


def _claim(scored: Scored, claim: Claim, answered: Answered) -> Section:
    answer = said.as_answer(scored.bench, claim, answered)
    drawn = replace(answered.drawn, figures=tuple(map(_steady, answered.drawn.figures)))
    words = said.chart_words(answered)
    rows = tuple(
        (one.label, one.design or "–", one.unit, one.words, one.source) for one in answered.figures
    )
    return Section(
        id=f"claim-{claim.id}",
        title=claim.title,
        sentences=(answered.sentence, *answered.reasons),
        caveat=said.limits(claim),
        table=Table(("Figure", "Design", "Unit", "Value", "Source"), rows),
        file="data/claims.csv",
        picture=_picture(answer, partial(claimed, drawn), drawn.title, words),
        reading=said.chart_summary(answered),
        claim=_told(claim, answered),
    )


def _told(claim: Claim, answered: Answered) -> ClaimTold:
    fields = ("id", "title", "claim", "speaker", "role", "date", "source", "link", "limits")
    return ClaimTold(
        **{name: getattr(claim, name) for name in fields},
        verdict=said.verdict(answered),
        answer=answered.sentence,
        reasons=answered.reasons,
    )


def _picture(answer: Answer, draw: partial, title: str, words: str) -> Picture:
    return Picture(answer, draw, bare(title), bare(words))


def _steady(one):
    """A claim's figure with as many digits as every machine agrees on."""
    return replace(one, **{end: rounded(getattr(one, end)) for end in ("value", "low", "high")})


def _of_designs(beside: DesignTable) -> Table:
    rows = []
    for name, cells in beside.rows:
        told = [f"{one.text} ({one.below})" if one.below else one.text for one in cells]
        rows.append((f"{name.text}. {name.below}", *told))
    return Table((beside.corner, *beside.headings), tuple(rows))


def of_groups(edition: Edition) -> list[tuple[str, Table]]:
    """A table for each way of grouping children, small counts withheld; with its heading."""
    names = {one.id: one.label for one in edition.inputs.designs}
    found = []
    for dimension in GROUPED:
        rows: dict[tuple[str, str], dict[str, str]] = {}
        for one in edition.figures:
            if one.dimension == dimension:
                cells = rows.setdefault((one.group, one.design), {})
                between = one.interval if one.interval not in ("", one.text) else ""
                cells[one.outcome] = f"{one.text} ({between})" if between else one.text
        told_of = tuple(
            (group_label(dimension, group), names[design], *(cells.get(id, "–") for id in BY_GROUP))
            for (group, design), cells in sorted(rows.items(), key=lambda row: row[0][0])
        )
        if told_of:
            what = (outcome(id).axis_title for id in BY_GROUP)
            table = Table(("Group", "Design", *what), told_of)
            found.append((f"By {dimension.replace('_', ' ')}", table))
    return found
