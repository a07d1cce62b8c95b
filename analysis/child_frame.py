"""What is told of children whatever the design: whose a need is, and since when it was held."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from analysis.situations import Decisions, Needs, Situations


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What the results of some situations share whatever the design: who and since when."""

    situations: Situations  # children of table child alone
    person: np.ndarray
    n_needs: np.ndarray
    decision_row: np.ndarray  # int32 [decision]: row of its child
    pair: np.ndarray  # int32 [need]
    left: np.ndarray  # int16 [need]: needs of its pair from this one on
    pair_row: np.ndarray
    pair_since: np.ndarray  # int32 [pair]: day of the concern held longest at the first need


def frame_of(situations: Situations) -> Frame:
    """What every design meets alike; children that table child lacks are left out."""
    situations = of_decisions(situations, situations.decisions.person >= 0)
    decisions, needs = situations.decisions, situations.needs
    begins = np.ones(len(decisions.person), dtype=bool)
    begins[1:] = decisions.person[1:] != decisions.person[:-1]
    decision_row = np.cumsum(begins, dtype=np.int32) - np.int32(1)
    starts = np.flatnonzero(needs.ordinal == 1)
    sizes = np.diff(np.append(starts, len(needs.ordinal)))
    first = needs.decision[starts]
    n_children = int(decision_row[-1]) + 1 if len(decision_row) else 0
    return Frame(
        situations=situations,
        person=decisions.person[begins],
        n_needs=np.bincount(decision_row[needs.decision], minlength=n_children).astype(np.int16),
        decision_row=decision_row,
        pair=np.repeat(np.arange(len(starts), dtype=np.int32), sizes),
        left=(np.repeat(sizes, sizes) - needs.ordinal + 1).astype(np.int16),
        pair_row=decision_row[first],
        pair_since=decisions.day[first] - needs.held_days[starts],
    )


def of_decisions(situations: Situations, wanted: np.ndarray) -> Situations:
    """The ``wanted`` decisions and their needs; a child's are wanted all or none."""
    if wanted.all():
        return situations
    decisions, needs = situations.decisions, situations.needs
    kept = wanted[needs.decision]
    place = np.cumsum(wanted, dtype=np.int32) - np.int32(1)
    chosen = {one.name: getattr(needs, one.name)[kept] for one in fields(Needs)}
    chosen["decision"] = place[chosen["decision"]]
    columns = {one.name: getattr(decisions, one.name)[wanted] for one in fields(Decisions)}
    return Situations(
        seed=situations.seed,
        children=situations.children,
        decisions=Decisions(**columns),
        needs=Needs(**chosen),
    )
