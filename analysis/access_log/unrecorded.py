"""Look-ups for work about contacts that nobody recorded, so that no contact explains them.

They take the place of some look-ups at recorded contacts: the number of look-ups is that of the
occasions. Each is about the same child, by somebody else of the same agency, on a day that is
far from all contacts of that agency with that child. Where no such day is found among a few,
the look-up stays where it was.
"""

from __future__ import annotations

import numpy as np

from analysis import luck
from analysis.access_log.design import Design
from analysis.access_log.events import DAY_SECONDS, Events
from analysis.access_log.gate import Gate
from analysis.access_log.hours import hours
from analysis.access_log.places import Children, Staff
from analysis.access_log.runs import Run
from data.draws import again, below

_CHOSEN, _WHO, _WHEN, _DAY = 3, 4, 5, 16  # draws made from that of an occasion; _DAY and on
TRIES = 8


def move_some(
    views: Events,
    words: np.ndarray,
    run: Run,
    gate: Gate,
    design: Design,
    children: Children,
    staff: Staff,
) -> None:
    """Move a share of ``views`` to days and people without a recorded contact, in place.

    ``words``: the draw of each view's occasion.
    """
    share = design.central("unrecorded_contact_share")
    rows = np.flatnonzero(luck.happens(again(words, _CHOSEN), luck.limit(share)))
    child = views.child[rows] - np.int32(run.first_child)
    home = children.area[views.child[rows]]
    who = staff.by_place.pick(staff.place(views.agency[rows], home), again(words[rows], _WHO))
    rows, child, who = rows[who >= 0], child[who >= 0], who[who >= 0]
    day = _far_day(child, views.agency[rows], words[rows], run, gate, design)
    rows, who, day = rows[day >= 0], who[day >= 0], day[day >= 0]
    second = hours().second(views.agency[rows], day, again(words[rows], _WHEN))
    views.at[rows] = (day - design.first_day) * np.int32(DAY_SECONDS) + second
    views.practitioner[rows] = staff.practitioner_id[who]
    views.area[rows] = staff.area[who]


def _far_day(child, agency, words, run: Run, gate: Gate, design: Design) -> np.ndarray:
    """A day of the period with an open entry and no contact near it; -1 where none was found."""
    found = np.full(len(child), -1, dtype=np.int32)
    left = np.arange(len(child))
    for number in range(TRIES):
        step = below(again(words[left], _DAY + number), design.n_days).astype(np.int32)
        day = design.first_day + step
        fits = gate.is_open(child[left], day)
        fits &= ~has_contact_near(run, child[left], agency[left], day, explained_days(design))
        found[left[fits]] = day[fits]
        left = left[~fits]
    return found


def explained_days(design: Design) -> int:
    """Days either side of a contact within which it explains a look-up."""
    return int(design.central("explained_days"))


def has_contact_near(
    run: Run, child: np.ndarray, agency: np.ndarray, day: np.ndarray, days: int
) -> np.ndarray:
    """Whether the agency had a contact with the child at most ``days`` before or after ``day``."""
    return run.any_between(
        run.key_of(child, day - days),
        run.key_of(child, day + days + 1),
        lambda contact, asked: run.agency[contact] == agency[asked],
    )
