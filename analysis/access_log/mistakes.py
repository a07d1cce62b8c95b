"""Look-ups that open the entry of another child by mistake.

The other child is one of the same council, as neighbours share names and surgeries. The
mistake is noticed: it comes a little before the look-up is made right.
"""

from __future__ import annotations

import numpy as np

from analysis import luck
from analysis.access_log.design import MINUTE_SECONDS, ON_CONCERN, ROUTINE, Design, stated
from analysis.access_log.events import DAY_SECONDS, KIND, Events
from analysis.access_log.gate import Gate
from analysis.access_log.places import Children, groups_of
from analysis.access_log.runs import Run
from analysis.access_log.work import Looks
from data.draws import again, below

_MADE, _WHO, _EARLIER, _REASON = 6, 7, 8, 9  # draws made from that of an occasion


def wrong_views(run: Run, gate: Gate, looks: Looks, design: Design, children: Children) -> Events:
    """Entries of other children that the look-ups of a run open, where they have one."""
    limit = luck.limit(design.mistaken_share)
    made = np.flatnonzero(luck.happens(again(looks.words, _MADE), limit))
    other = _another(run, run.child[looks.row[made]], again(looks.words[made], _WHO), children)
    made, other = made[other >= 0], other[other >= 0]
    at = looks.at[made]
    is_open = gate.is_open(other, design.first_day + at // np.int32(DAY_SECONDS))
    made, other, at = made[is_open], other[is_open], at[is_open]
    row, words = looks.row[made], looks.words[made]
    most = max(int(design.central("minutes.lookup") * MINUTE_SECONDS), 1)
    earlier = below(again(words, _EARLIER), most).astype(np.int32)
    reasons = (stated(design, which, again(words, _REASON)) for which in (ON_CONCERN, ROUTINE))
    return Events(
        at=np.maximum(at - earlier - np.int32(1), at // np.int32(DAY_SECONDS) * DAY_SECONDS),
        practitioner=run.practitioner[row],
        agency=run.agency[row],
        area=run.area[row],
        child=other + np.int32(run.first_child),
        reason=np.where(looks.is_decision[made], *reasons),
        kind=np.full(len(row), KIND["wrong_child"], dtype=np.int8),
        pattern=np.zeros(len(row), dtype=np.int8),
    )


def _another(run: Run, child: np.ndarray, words: np.ndarray, children: Children) -> np.ndarray:
    """Another child of the run for each, of the same council where there is one; -1: nobody."""
    own = slice(run.first_child, run.first_child + run.n_children)
    area = children.area[own] + np.int16(1)
    by_area = groups_of(area, int(area.max(initial=0)) + 1)
    near = by_area.pick_another(area[child], child, words)
    everyone = groups_of(np.zeros_like(area), 1)
    far = everyone.pick_another(np.zeros_like(child), child, words)
    return np.where(near >= 0, near, far).astype(np.int32)
