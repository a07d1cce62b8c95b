"""Which children to look at: some of a kind, the same for everybody, in an order by draw.

Within a pattern children stand by a fixed draw of each child, not by how telling they are; the
two patterns that ask for extremes say so. A pattern that asks what a design does is chosen
anew for each design.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis import luck, sql
from analysis.case_child import connection
from analysis.case_effects import gaps_closed, views_in_vain
from analysis.levers import Levers
from analysis.luck import NUMBER
from analysis.workbench import Workbench

MOST = 24  # children to a pattern
SEVERAL = 4  # agencies
AT_MOST = 40  # sharing needs that a picture has room for
OFTEN = 3  # contacts of a child without a concern; openings of an entry
TRIED = 2_000  # children without a concern that are asked for their contacts
FIRST = 65_536  # and among whom: the first so many of the world


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of child. ``label`` for a control, ``meaning`` for a sentence that begins with it."""

    id: str
    label: str
    meaning: str
    is_extreme: bool = False  # chosen because most of something, not by draw


ROOM = f"(at most {AT_MOST} sharing needs, so that a picture has room)"
PATTERNS = (
    Pattern(
        "several",
        "Several agencies",
        f"children with concerns at {SEVERAL} agencies or more in the year {ROOM}",
    ),
    Pattern(
        "threat",
        "Police, mental health and Prevent",
        f"children with a concern at each of police, mental health and Prevent in the year {ROOM}",
    ),
    Pattern(
        "looked_after",
        "Looked after",
        f"looked-after children with concerns at two agencies or more in the year {ROOM}",
    ),
    Pattern(
        "shielded",
        "Shielded",
        "children whose whereabouts must be hidden, with concerns at two agencies or more in the "
        f"year {ROOM}",
    ),
    Pattern(
        "quiet",
        "No concern at all",
        f"children about whom no agency holds a concern, met {OFTEN} times or more in the year",
    ),
    Pattern(
        "closed",
        "Most gaps closed by this design",
        "the children for whom the design closes most of the gaps that stay under the one it is "
        f"held against {ROOM}",
        is_extreme=True,
    ),
    Pattern(
        "looked_at",
        "Looked at, nothing learned",
        "of the first children of the world, those whose entry was opened most often while no "
        f"agency learned of another by the index {ROOM}",
        is_extreme=True,
    ),
)
PATTERN_OF = {one.id: one for one in PATTERNS}


def children_of(
    bench: Workbench, pattern: str, levers: Levers, reference: Levers
) -> tuple[int, ...]:
    """The ids of the children of a pattern, at most MOST; none where no child fits."""
    if pattern == "closed":
        return _most(bench, gaps_closed(bench, levers, reference))
    if pattern == "looked_at":
        return _most(bench, views_in_vain(bench, levers, OFTEN))
    return bench.kept(("case pattern", pattern), partial(_of_kind, bench, pattern))


def _of_kind(bench: Workbench, pattern: str) -> tuple[int, ...]:
    people = bench.store.people
    if pattern == "quiet":
        return _quiet(bench)
    if pattern == "several":
        fits = people.n_agencies_year >= SEVERAL
    elif pattern == "threat":
        mask = np.uint16(sum(1 << NUMBER[one] for one in ("police", "mental_health", "prevent")))
        fits = people.agencies_year & mask == mask
    elif pattern == "shielded":
        fits = people.is_shielded & (people.n_agencies_year >= 2)
    else:
        told = sql.run(connection(bench), "child_origins")["is_looked_after"]
        fits = told.fill_null(False).to_numpy() & (people.n_agencies_year >= 2)
    return tuple(people.child_id[_by_draw(bench, fits & _has_room(bench))[:MOST]].tolist())


def _quiet(bench: Workbench) -> tuple[int, ...]:
    """Children without a concern who were met; of the first ones, so that few files are read."""
    people, world = bench.store.people, bench.world
    fits = people.n_agencies_seen == 0
    fits[FIRST:] = False
    tried = people.child_id[_by_draw(bench, fits)[:TRIED]].tolist()
    met = sql.run(
        connection(bench),
        "case_contact_counts",
        children=tried,
        first_on=world.period_start,
        last_on=world.period_end,
    )
    often = {child for child, n in met.iter_rows() if n >= OFTEN}
    return tuple([child for child in tried if child in often][:MOST])


def _has_room(bench: Workbench) -> np.ndarray:
    """Whether a picture has room for the needs of each child of people."""
    return bench.kept("case needs", partial(_n_needs, bench)) <= AT_MOST


def _n_needs(bench: Workbench) -> np.ndarray:
    """Sharing needs per child of people."""
    n = np.zeros(len(bench.store.people), dtype=np.int64)
    for part in bench.store.situations():
        person = part.decisions.person[part.needs.decision]
        n += np.bincount(person[person >= 0], minlength=len(n))
    return n


def _by_draw(bench: Workbench, fits: np.ndarray) -> np.ndarray:
    """Rows of people that fit, by the draw of each child."""
    rows = np.flatnonzero(fits)
    draws = luck.panel(bench.store.seed, bench.store.people.child_id[rows])
    return rows[np.argsort(draws, kind="stable")]


def _most(bench: Workbench, n: np.ndarray) -> tuple[int, ...]:
    """Children with the highest number above 0, most first; those alike by draw."""
    rows = _by_draw(bench, (n > 0) & _has_room(bench))
    ordered = rows[np.argsort(-n[rows], kind="stable")][:MOST]
    return tuple(bench.store.people.child_id[ordered].tolist())
