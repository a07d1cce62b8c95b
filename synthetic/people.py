"""Who the children are: age, sex, ethnic group, home, moves. Columns in, columns out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from data.draws import bits, mix, threshold, uniform
from data.schema import ETHNIC_GROUPS
from synthetic.parameters import AGES, BOY_SHARE, Inputs, load_inputs
from synthetic.placement import Placed, spread

DAYS_A_YEAR = 365.2425
AGE_DIMENSION = 0


@dataclass(frozen=True, slots=True)
class Homes:
    """One row per household of a part."""

    decile: np.ndarray  # int8, 1..10
    ethnic_group: np.ndarray  # int8, index into ETHNIC_GROUPS
    name_origin: np.ndarray  # int8, index into name_origins()
    has_two_carers: np.ndarray  # bool


@dataclass(frozen=True, slots=True)
class People:
    """One row per child of a part."""

    born: np.ndarray  # int32, days before the reference day (0 = born on it)
    age: np.ndarray  # int64, whole years on the reference day
    sex: np.ndarray  # int64, index into SEXES


def reference_day(period_start: date) -> date:
    """The day at which ages count: mid-year, as in the population estimates."""
    return period_start + timedelta(days=90)


def name_origins(beliefs: dict) -> tuple[str, ...]:
    """All origins of names, in alphabetical order."""
    groups = (beliefs["name_origin"][group] for group in ETHNIC_GROUPS)
    return tuple(sorted({origin for group in groups for origin in group}))


def make_homes(seed: int, inputs: Inputs, placed: Placed) -> Homes:
    """Ethnic group, origin of names and carers, one draw per household."""
    ids = placed.household_id
    belief = inputs.beliefs
    groups = np.cumsum(
        [
            [belief["ethnicity"][place][g] for g in ETHNIC_GROUPS]
            for place in ("elsewhere", "london")
        ],
        axis=1,
    )
    in_london = np.array([r == "London" for r in inputs.councils.regions])[placed.council]
    luck = uniform(seed, "home.ethnic_group", ids)
    ethnic = _pick(luck, groups, in_london.astype(np.int8))

    origins = name_origins(belief)
    share = np.array(
        [[belief["name_origin"][g].get(origin, 0.0) for origin in origins] for g in ETHNIC_GROUPS]
    )
    luck = uniform(seed, "home.name_origin", ids)
    origin = _pick(luck, np.cumsum(share, axis=1), ethnic)
    two = bits(seed, "home.carers", ids) < threshold(belief["households"]["two_carers_share"])
    return Homes(placed.decile, ethnic, origin, two)


def _pick(luck: np.ndarray, cumulative: np.ndarray, row: np.ndarray) -> np.ndarray:
    """The first column whose cumulative share, in each child's row, is above its luck."""
    column = np.zeros(len(luck), dtype=np.int8)
    for edge in np.ascontiguousarray(cumulative[:, :-1].T):
        column += luck >= edge[row]
    return column


@lru_cache(maxsize=1)
def _age_table() -> np.ndarray:
    """Exact age in years at 65,537 even quantiles of England's children, for interpolation."""
    edges = np.concatenate([[0.0], np.cumsum(load_inputs().age_share)])
    edges[-1] = 1.0
    return np.interp(np.linspace(0, 1, 65_537), edges, np.arange(AGES + 1))


def make_people(seed: int, inputs: Inputs, placed: Placed) -> People:
    """Birth dates and sex. Siblings are years apart; every child's age follows England's.

    A household has one evenly spread position in the age distribution; each further child is
    a gap of some years along it, wrapping round, so every child on its own is evenly spread.
    """
    low, high = inputs.beliefs["households"]["sibling_gap_years"]
    start = spread(placed.rank, placed.shift, AGE_DIMENSION) * 2.0**-64
    luck = uniform(seed, "child.gap", placed.household_id)
    gap = (low + (high - low) * luck) / AGES
    position = (start[placed.home] + placed.order * gap[placed.home]) % 1.0
    table = _age_table()
    step, within = np.divmod(position * (len(table) - 1), 1.0)
    step = step.astype(np.int64)
    low_end = table[step]
    years = np.minimum(low_end + (table[step + 1] - low_end) * within, np.nextafter(AGES, 0))
    sex = bits(seed, "child.sex", placed.child_id) < threshold(BOY_SHARE)
    return People(
        born=np.floor(years * DAYS_A_YEAR).astype(np.int32),
        age=years.astype(np.int64),
        sex=sex.astype(np.int64),
    )


def care_luck(seed: int, inputs: Inputs, placed: Placed) -> np.ndarray:
    """The evenly spread word that decides a child's social care state.

    In some households all children share one word, so brothers and sisters are known together.
    """
    share = inputs.beliefs["households"]["same_care_state_share"]
    shared = bits(seed, "home.same_care_state", placed.household_id) < threshold(share)
    dimension = np.where(shared[placed.home], 1, 1 + np.minimum(placed.order, 3))
    return spread(placed.rank[placed.home], placed.shift[placed.home], dimension)


def rare_luck(placed: Placed) -> np.ndarray:
    """An evenly spread word per child for rare events whose totals must hold (Prevent)."""
    dimension = 5 + np.minimum(placed.order, 3).astype(np.int64)
    return spread(placed.rank[placed.home], placed.shift[placed.home], dimension)


def child_word(seed: int, stream: str, placed: Placed) -> np.ndarray:
    """One fair word per child and stream."""
    return bits(seed, stream, placed.child_id)


def home_word(seed: int, stream: str, placed: Placed) -> np.ndarray:
    """One fair word per child that all children of its household share, per stream."""
    return mix(bits(seed, stream, placed.household_id))[placed.home]
