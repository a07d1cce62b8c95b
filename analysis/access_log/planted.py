"""Planned misuse as it comes to stand in the log of a run of children.

A look-up is left out where the child has no open entry that day, and where a user looks up a
relative or a neighbour whom that very user has met at work: that would not be improper.
"""

from __future__ import annotations

import numpy as np

from analysis.access_log.design import MINUTE_SECONDS, Design, stated
from analysis.access_log.events import DAY_SECONDS, KIND, OUT_OF_HOURS, TWO_PLACES, Events
from analysis.access_log.gate import Gate
from analysis.access_log.places import Staff, groups_of
from analysis.access_log.runs import Run
from analysis.access_log.targets import Planned
from analysis.luck import AGENCY_NAMES
from data.draws import again, below
from data.schema import ACCESS_REASONS

PRIVATE = ("relative", "former_partner", "curiosity", "public_figure")
_REASON, _BESIDE, _LATER = 12, 13, 14  # draws made from that of a use


def planted_events(
    run: Run, gate: Gate, planned: Planned, views: Events, design: Design, staff: Staff
) -> Events:
    """What the misuse ``planned`` about children of ``run`` adds to its log.

    ``views``: the look-ups for work of the run; a sign-in that is used in two places at once
    is that of somebody who makes one of them.
    """
    at, who = planned.at.copy(), staff.practitioner_id[planned.sign_in]
    area = staff.area[planned.user].copy()  # where the user works
    both = np.flatnonzero(planned.two_places)
    beside = groups_of(views.agency, len(AGENCY_NAMES)).pick(
        staff.agency[planned.user[both]], again(planned.word[both], _BESIDE)
    )
    beside_known = (beside >= 0) & (np.append(views.practitioner, -1)[beside] >= 0)
    both, beside = both[beside_known], beside[beside_known]
    at[both] = _at_once(planned.word[both], views.at[beside], design)
    pattern = planned.pattern.copy()
    pattern[both] = pattern[both] & ~OUT_OF_HOURS | TWO_PLACES
    who[both] = views.practitioner[beside]
    same = area[both] == views.area[beside]
    area[both[same]] = planned.other_area[both[same]]
    child = (planned.child - run.first_child).astype(np.int32)
    made = gate.is_open(child, (design.first_day + at // DAY_SECONDS).astype(np.int32))
    made &= ~_has_met(run, child, planned, staff)
    rows = np.flatnonzero(made)
    return Events(
        at=at[rows],
        practitioner=who[rows],
        agency=staff.agency[planned.user[rows]],
        area=area[rows],
        child=planned.child[rows].astype(np.int32),
        reason=stated(design, ACCESS_REASONS, again(planned.word[rows], _REASON)),
        kind=planned.kind[rows],
        pattern=pattern[rows],
    )


def _at_once(words: np.ndarray, at: np.ndarray, design: Design) -> np.ndarray:
    """A time within one look-up's length after ``at``, on the same day."""
    most = max(int(design.central("minutes.lookup") * MINUTE_SECONDS), 1)
    later = at + below(again(words, _LATER), most).astype(np.int32)
    return np.minimum(later, at - at % DAY_SECONDS + (DAY_SECONDS - 1))


def _has_met(run: Run, child: np.ndarray, planned: Planned, staff: Staff) -> np.ndarray:
    """Whether the user has met the relative, neighbour or known child at work."""
    met = np.zeros(len(planned), dtype=bool)
    rows = np.flatnonzero(np.isin(planned.kind, [KIND[kind] for kind in PRIVATE]))
    user = staff.practitioner_id[planned.user[rows]]
    met[rows] = run.any_between(
        run.key_of(child[rows]),
        run.key_of(child[rows] + 1),
        lambda contact, asked: run.practitioner[contact] == user[asked],
    )
    return met
