"""A cell is a kind of child: age, sex, care state and special need (18 x 2 x 6 x 3)."""

from __future__ import annotations

from synthetic.parameters import CARE_STATES, SEN

CARE_BANDS = (0, 1, 5, 10, 16)
LIFE_BANDS = (0, 1, 5, 11, 16)
DECILES = 10
ENDED, IN_NEED, PLAN, CARE = 2, 3, 4, 5
AT_31_MARCH = (IN_NEED, PLAN, CARE)
SCHOOL_YEARS_7_11 = slice(11, 16)


def cell_index(age, sex, state, sen):
    """The cell of these children (arrays or numbers)."""
    return ((age * 2 + sex) * len(CARE_STATES) + state) * len(SEN) + sen
