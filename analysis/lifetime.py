"""From birth to eighteen: how often a child's entry is opened, and by whom it could be.

A period life table: the rates at each age are those of one year's children, added up as if
one child lived through them all. No child has, and an index changes within eighteen years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.entries import (
    CELLS,
    HAS_CONCERN,
    LAST_AGE,
    Counted,
    counted_children,
    entry_chance,
)
from analysis.futures import Values
from analysis.levers import Levers
from analysis.openers import PLACE, user_share, users_with_access
from analysis.tally import Tally
from data.schema import NEED_TIERS

NO_CONCERN = "no_concern"
LIVES = (NO_CONCERN, *NEED_TIERS)
"""Children with no concern at any agency all year, of whatever tier, and each need tier."""
BY_LIFE = "life"
AGES = LAST_AGE + 1


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Per life and age, added up from birth to the end of that age [F, lives, ages].

    nan from the first age on at which the world has no child of that life.
    """

    views: np.ndarray  # times that the entry is opened
    could_look: np.ndarray  # different active users who were able to open it


def lifetime(store, levers: Levers, value: Values, views: np.ndarray) -> Lifetime:
    """The life table under one design.

    ``views``: a year's views of this world's children, by life and age [F, lives, ages].
    """
    n = children_by_life(store)
    children = n.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.where(children > 0, views / children, np.nan)
    within = _within_reach(store, levers, entry_chance(levers, value), n)
    users = users_with_access(levers) * value("adoption_share")
    turnover = value("user_turnover_share")[:, None, None]
    # Whoever has an entry at the age at which most have one is taken to keep it, so nobody's
    # users are counted twice; in each year with an entry a share of the users are new.
    people = np.maximum.accumulate(within, axis=-1) + turnover * np.cumsum(within, axis=-1)
    return Lifetime(np.cumsum(rates, axis=-1), users[:, None, None] * people)


def lifetime_tallies(found: Lifetime) -> list[Tally]:
    """Views and people who could look by the eighteenth birthday, by life."""
    return [
        Tally(outcome, figure[:, row, LAST_AGE], None, BY_LIFE, life, is_national=True)
        for outcome, figure in (
            ("lifetime_views", found.views),
            ("lifetime_people_able_to_look", found.could_look),
        )
        for row, life in enumerate(LIVES)
    ]


def children_by_life(store) -> np.ndarray:
    """Children by life, age and cell [lives, ages, CELLS]."""
    both = counted_children(store, "need_tier", "age")
    return _by_life(both)


def _within_reach(store, levers: Levers, chance: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The mean share of users who could open a child's entry, by life and age [F, lives, ages].

    A child without an entry is out of everybody's reach. ``n``: as `children_by_life` gives.
    """
    reach = n
    if levers.visibility in PLACE:
        place, share = PLACE[levers.visibility], user_share(store, levers)
        all_three = counted_children(store, "need_tier", "age", place)
        reach = _by_life(all_three, share[all_three.codes[place]])
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = reach / n.sum(axis=-1, keepdims=True)
    return (chance @ mean.reshape(-1, CELLS).T).reshape(-1, *mean.shape[:-1])


def _by_life(counted: Counted, weight: np.ndarray | float = 1.0) -> np.ndarray:
    age, tier = counted.codes["age"], counted.codes["need_tier"]
    aged = (age >= 0) & (age <= LAST_AGE)
    lives = [~HAS_CONCERN[counted.cell], *(tier == one for one in range(len(NEED_TIERS)))]
    at, n = age.astype(np.int64) * CELLS + counted.cell, counted.n * weight
    of_life = [
        np.bincount(at[rows], n[rows], AGES * CELLS) for rows in (aged & life for life in lives)
    ]
    return np.reshape(of_life, (len(LIVES), AGES, CELLS))
