"""A part's children with all that was decided about them, gathered for the later stages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synthetic.calendar import Calendar
from synthetic.cells import LIFE_BANDS
from synthetic.events import Episodes
from synthetic.parameters import AGES, Inputs
from synthetic.pathways import Pathways
from synthetic.people import Homes, People
from synthetic.placement import Placed


@dataclass(frozen=True, slots=True)
class Lives:
    """What the contact stages need to know of a part's children, gathered once."""

    seed: int
    inputs: Inputs
    calendar: Calendar
    placed: Placed
    homes: Homes
    people: People
    paths: Pathways
    episodes: Episodes

    band: np.ndarray  # age band of each child, an index into LIFE_BANDS
    council: np.ndarray  # int64, home council of each child


def gather(seed, inputs, calendar, placed, homes, people, paths, episodes) -> Lives:
    """Put a part's children together for the contact stages."""
    bands = np.searchsorted(LIFE_BANDS, np.arange(AGES), side="right") - 1
    return Lives(
        seed,
        inputs,
        calendar,
        placed,
        homes,
        people,
        paths,
        episodes,
        band=bands[people.age],
        council=placed.council.astype(np.int64)[placed.home],
    )
