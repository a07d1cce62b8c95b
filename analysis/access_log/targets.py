"""About whom access is misused, and when: each improper use becomes look-ups to be made.

- *relative*: children of one household, some with the user's own surname.
- *former_partner*: one child of such a household, again and again.
- *curiosity*: children of the user's own postcode (of one council where it holds no child).
- *public_figure*: a few children whom many look up.
- *trawl*: many children of one council within an hour or so.
- *shared_login*: any child, under the sign-in of a colleague.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import duckdb
import numpy as np

from analysis import luck, sql
from analysis.access_log.design import MINUTE_SECONDS, Design
from analysis.access_log.events import DAY_SECONDS, KIND, OUT_OF_AREA, OUT_OF_HOURS
from analysis.access_log.hours import hours
from analysis.access_log.offenders import TRAWL, Uses
from analysis.access_log.places import Children, Groups, Staff, groups_of
from analysis.access_log.staff_homes import child_of, home_of, namesake_of
from data.draws import again, below

_AWAY, _WHERE, _HOME, _PATTERN = range(1, 5)  # draws made from that of a series
_DAY, _QUIET, _WHEN, _CHILD, _PLACES, _OTHER, _COLLEAGUE = range(5, 12)  # from that of a use
_NAME = 15  # from that of a series
_SHARE = "misuse_pattern_share."


@dataclass(frozen=True, slots=True)
class Planned:
    """One row per improper look-up that is to be made, whether there is an entry or not."""

    user: np.ndarray  # row of Staff
    kind: np.ndarray  # int8, as in ACCESS_KINDS
    child: np.ndarray  # row of Children
    at: np.ndarray  # int32: seconds since the first midnight of the period
    sign_in: np.ndarray  # row of Staff under whose sign-in it is made
    two_places: np.ndarray  # bool: made while the owner of the sign-in works elsewhere
    other_area: np.ndarray  # int16: a council that is not the user's, for two places
    word: np.ndarray  # uint64: one draw each
    pattern: np.ndarray  # int8: bits of how it shows (see events)

    def __len__(self) -> int:
        return len(self.user)

    def rows(self, rows) -> Planned:
        """Some of the rows, in that order."""
        return Planned(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})


def plan_lookups(
    con: duckdb.DuckDBPyConnection,
    uses: Uses,
    design: Design,
    children: Children,
    staff: Staff,
    regions: np.ndarray,
) -> Planned:
    """The look-ups of ``uses``, by child. ``regions``: of each council's number; -1 unknown."""
    by_area = groups_of(children.area + np.int16(1), len(regions) + 1)
    own = staff.area[uses.user]
    other = _other_area(own, again(uses.word, _OTHER), by_area, regions, design)
    away = _other_area(own, again(uses.offender, _WHERE), by_area, regions, design)
    goes = (away >= 0) & _happens(design, "out_of_area", again(uses.offender, _AWAY))
    area = np.where(goes, away, own)
    home = child_of(by_area, area, again(uses.offender, _HOME))
    child = child_of(by_area, area, again(uses.word, _CHILD))
    kind = uses.kind.copy()
    one = np.flatnonzero(uses.kind == KIND["relative"])
    some = one[_happens(design, "same_surname", again(uses.offender[one], _NAME))]
    who = staff.practitioner_id[uses.user[some]]
    namesake = namesake_of(
        con, design.seed, who, own[some], area[some], uses.offender[some], children, by_area
    )
    home[some] = np.where(namesake >= 0, namesake, home[some])
    child[one], returns = _relatives(uses.rows(one), home[one], design, children)
    kind[one[returns]] = KIND["former_partner"]
    one = np.flatnonzero(uses.kind == KIND["curiosity"])
    who = staff.practitioner_id[uses.user[one]]
    near = np.where(goes[one], home[one], home_of(design.seed, who, own[one], by_area))
    child[one], is_figure = _curious(con, uses.rows(one), near, design, children, by_area)
    kind[one[is_figure]] = KIND["public_figure"]
    shared = uses.kind == KIND["shared_login"]
    two_places = shared & _happens(design, "two_places", again(uses.word, _PLACES))
    quiet = shared | _happens(design, "out_of_hours", again(uses.word, _QUIET))
    planned = Planned(
        user=uses.user,
        kind=kind,
        child=child,
        at=_when(uses, quiet, design, staff),
        sign_in=np.where(shared, _colleague(uses, staff), uses.user),
        two_places=two_places,
        other_area=other,
        word=uses.word,
        pattern=np.where(quiet, np.int8(OUT_OF_HOURS), np.int8(0)),
    )
    planned = _with_trawls(planned, design, by_area)
    lives, works = children.area[planned.child], staff.area[planned.user]
    planned.pattern[(lives >= 0) & (works >= 0) & (lives != works)] |= OUT_OF_AREA
    return planned.rows(np.argsort(planned.child, kind="stable"))


def _happens(design: Design, pattern: str, words: np.ndarray) -> np.ndarray:
    return luck.happens(words, luck.limit(design.central(f"{_SHARE}{pattern}")))


def _when(uses: Uses, quiet: np.ndarray, design: Design, staff: Staff) -> np.ndarray:
    day = below(again(uses.word, _DAY), design.n_days).astype(np.int32)
    second = hours().second(
        staff.agency[uses.user], design.first_day + day, again(uses.word, _WHEN), quiet=quiet
    )
    return day * np.int32(DAY_SECONDS) + second


def _other_area(own, words, by_area: Groups, regions: np.ndarray, design: Design) -> np.ndarray:
    """A council with children, inside the visibility boundary and not one's own; -1: none."""
    if design.levers.visibility == "local":
        return np.full(len(own), -1, dtype=np.int16)
    lived_in = np.flatnonzero(by_area.size[1:] > 0)
    lived_in = np.union1d(lived_in, own[own >= 0])
    group = np.zeros(len(lived_in), dtype=np.int64)
    if design.levers.visibility == "regional":  # one of unknown region is near itself only
        group = np.where(regions[lived_in] >= 0, regions[lived_in], len(regions) + lived_in)
    place = np.searchsorted(lived_in, own)
    known = own >= 0
    found = np.full(len(own), -1, dtype=np.int16)
    groups = groups_of(group, int(group.max(initial=0)) + 1)
    picked = groups.pick_another(group[place[known]], place[known], words[known])
    found[known] = np.append(lived_in, -1)[picked]
    return found


def _relatives(
    uses: Uses, home: np.ndarray, design: Design, children: Children
) -> tuple[np.ndarray, np.ndarray]:
    """Children of the household of ``home``, and which users return to one of them."""
    households, group = np.unique(children.household[home], return_inverse=True)
    members = np.flatnonzero(np.isin(children.household, households))
    of = np.searchsorted(households, children.household[members])
    returns = _happens(design, "former_partner", again(uses.offender, _PATTERN))
    words = np.where(returns, again(uses.offender, _CHILD), again(uses.word, _CHILD))
    return members[groups_of(of, len(households)).pick(group, words)], returns


def _curious(
    con: duckdb.DuckDBPyConnection,
    uses: Uses,
    home: np.ndarray,
    design: Design,
    children: Children,
    by_area: Groups,
) -> tuple[np.ndarray, np.ndarray]:
    """Children next door to ``home``, for some of public figures; and for whom that is so."""
    words = again(uses.word, _CHILD)
    n = max(round(design.central("public_figure_children") * design.fraction), 1)
    draws = luck.public_figure(design.seed, np.arange(n))
    figures = below(draws, len(children.child_id))
    is_figure = _happens(design, "public_figure", again(uses.offender, _PATTERN))
    is_figure &= design.levers.visibility == "national"
    nearby = _next_door(con, home, words, children)
    council = child_of(by_area, children.area[home], words)
    nearby = np.where(nearby >= 0, nearby, council)
    return np.where(is_figure, figures[below(words, n)], nearby), is_figure


def _next_door(
    con: duckdb.DuckDBPyConnection, home: np.ndarray, words: np.ndarray, children: Children
) -> np.ndarray:
    """A child of the postcode of ``home``; -1 where it holds no other or is not known."""
    none = np.full(len(home), -1, dtype=np.int64)
    if not len(home):
        return none
    homes = np.unique(children.child_id[home])
    found = sql.run(con, "access_neighbours", children=homes.tolist())
    if found.is_empty():
        return none
    of = np.searchsorted(homes, found["home_id"].to_numpy())
    groups = groups_of(of, len(homes))
    group = np.searchsorted(homes, children.child_id[home])
    rows = np.searchsorted(children.child_id, found["child_id"].to_numpy())
    return np.where(groups.size[group] > 1, rows[groups.pick(group, words)], -1)


def _colleague(uses: Uses, staff: Staff) -> np.ndarray:
    """Somebody else of the user's agency and council; the user where there is nobody."""
    place = staff.place(staff.agency[uses.user], staff.area[uses.user])
    other = staff.by_place.pick_another(place, uses.user, again(uses.word, _COLLEAGUE))
    return np.where(other >= 0, other, uses.user)


def _with_trawls(planned: Planned, design: Design, by_area: Groups) -> Planned:
    """Each trawl as its many look-ups: of children who stand together, one after another."""
    n = max(round(design.central(TRAWL)), 1)
    times = np.where(planned.kind == KIND["trawl"], n, 1)
    each = np.repeat(np.arange(len(planned)), times)
    step = np.arange(len(each)) - np.repeat(np.cumsum(times) - times, times)
    found = planned.rows(each)
    is_trawl = times[each] > 1
    place_of = np.empty(len(by_area.rows), dtype=np.int64)
    place_of[by_area.rows] = np.arange(len(by_area.rows))
    place = (place_of[found.child[is_trawl]] + step[is_trawl]) % len(by_area.rows)
    found.child[is_trawl] = by_area.rows[place]
    length = min(int(design.central("trawl_minutes") * MINUTE_SECONDS), DAY_SECONDS)
    begin = np.minimum(found.at[is_trawl] % DAY_SECONDS, DAY_SECONDS - length)
    day = found.at[is_trawl] - found.at[is_trawl] % DAY_SECONDS
    found.at[is_trawl] = day + begin + step[is_trawl] * length // n
    return found
