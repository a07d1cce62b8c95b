"""Who gains and who loses, in sentences made from the figures of the same children."""

from __future__ import annotations

from analysis.answer import Answer
from analysis.compared import with_interval
from analysis.groups import dimension as known_dimension
from analysis.tables import group_label
from analysis.tally import ALL
from analysis.trade_off import listed
from analysis.who_gains import AS_BEFORE, GAIN, LOOKED_AT

LOSE = "children_who_lose"
SIZES = (
    "Groups differ in size, and a group's interval follows its own children of a panel: it is wide "
    "where they are few."
)


def title(answer: Answer, names: dict[str, str]) -> str:
    """How many children gain under each design."""
    told = [f"{_figures(answer, id)[GAIN]['text']} under {name}" for id, name in names.items()]
    return f"Children who gain: {listed(told)}"


def sentence(answer: Answer, scenario: str, name: str) -> str:
    """One design against the reference, everybody together."""
    told = {id: _told(row) for id, row in _figures(answer, scenario).items()}
    return (
        f"**{name}**: at least one gap fewer for {told[GAIN]} children, as many as before for "
        f"{told[AS_BEFORE]}, at least one more for {told[LOSE]}; {told[LOOKED_AT]} have their "
        "entry opened at a decision and no gap closed."
    )


def title_by_group(answer: Answer, scenario: str, name: str, dimension: str) -> str:
    """From which to which number of children gain over the groups."""
    rows = _of(answer, scenario, GAIN)
    by = known_dimension(dimension).label.partition(" (")[0].casefold()
    if not rows:
        return f"{name}, by {by}: too few children to tell"
    least, most = min(rows, key=_value), max(rows, key=_value)
    return f"{name}, by {by}: {least['text']} to {most['text']} children gain"


def summary_by_group(answer: Answer, scenario: str) -> str:
    """Who gains in each group, in one sentence."""
    groups = [
        f"{group_label(row['dimension'], row['group'])}: {_told(row)}"
        for row in _of(answer, scenario, GAIN)
    ]
    return f"Children who gain: {'; '.join(groups)}. {SIZES} {answer.provenance.disclosure}".strip()


def _figures(answer: Answer, scenario: str) -> dict[str, dict]:
    rows = answer.frame.iter_rows(named=True)
    return {r["outcome"]: r for r in rows if r["scenario"] == scenario and r["dimension"] == ALL}


def _of(answer: Answer, scenario: str, outcome_id: str) -> list[dict]:
    """The groups of one outcome that are not withheld."""
    return [
        row
        for row in answer.frame.iter_rows(named=True)
        if (row["scenario"], row["outcome"]) == (scenario, outcome_id) and row["value"] is not None
    ]


def _value(row: dict) -> float:
    return row["value"]


def _told(row: dict) -> str:
    return with_interval(row["text"], row["interval"])
