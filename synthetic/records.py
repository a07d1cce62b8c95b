"""Which agency holds a record of which child, and how well the record describes the child.

Named processes spoil records: *variant* (nickname, other spelling, swapped birth date),
*stale* (an earlier address), *wrong* (another child's details, a mistyped name). Their rates
differ by class of child, worst for children looked after; origins of names matter too.
"""

from __future__ import annotations

import numpy as np

from data.schema import AGENCIES, QUALITIES
from synthetic.contacts import AGENCY, AGENCY_SHIFT, CHILD_SHIFT, Lives
from synthetic.draws import bits, threshold
from synthetic.fit import CARE
from synthetic.parameters import AGES
from synthetic.people import name_origins

CLASSES = ("settled", "young", "origin", "mobile", "looked_after", "looked_after_social_care")
YOUNG_BEFORE = 2  # ages 0 and 1: records made at birth on the national demographics service
VARIED_ORIGINS = ("arabic", "east_european", "iberian", "south_asian", "turkish", "west_african")


def make_registrations(lives: Lives, contacts: np.ndarray) -> dict[str, np.ndarray]:
    """Columns child (local number), agency, quality, has_identifier; one row per record."""
    n, n_agencies = len(lives.placed.child_id), len(AGENCIES)
    held = np.zeros((n, n_agencies), dtype=bool)
    pairs = ((contacts >> np.uint64(CHILD_SHIFT)) << np.uint64(4)) | (
        (contacts >> np.uint64(AGENCY_SHIFT)) & np.uint64(15)
    )
    flags = np.zeros(n * 16, dtype=bool)
    flags[pairs.astype(np.int64)] = True
    held |= flags.reshape(n, 16)[:, :n_agencies]
    held[:, AGENCY["school"]] |= lives.paths.is_pupil
    paths = lives.paths
    held[:, AGENCY["social_care"]] |= (paths.state > 0) | paths.was_referred
    belief = lives.inputs.beliefs["records"]
    for agency, share in belief["held_share"].items():
        curve = ((np.arange(AGES) + 1) / AGES) ** belief["held_curve"][agency]
        limit = threshold(share * curve)[lives.people.age]
        held[:, AGENCY[agency]] |= bits(lives.seed, f"held.{agency}", lives.placed.child_id) < limit
    held[paths.is_unknown] = False

    child, agency = np.nonzero(held)
    key = lives.placed.child_id[child] * 16 + agency
    return {
        "child": child,
        "agency": agency.astype(np.int8),
        "quality": _quality(lives, child, agency, key),
        "has_identifier": bits(lives.seed, "record.identifier", key)
        < threshold([lives.inputs.beliefs["identifier"]["has_share"][name] for name in AGENCIES])[
            agency
        ],
    }


def record_class(lives: Lives) -> np.ndarray:
    """Class of child by which its records are spoilt, an index into CLASSES."""
    origins = name_origins(lives.inputs.beliefs)
    varied = np.array([origin in VARIED_ORIGINS for origin in origins])
    group = np.zeros(len(lives.placed.child_id), dtype=np.int64)
    group[varied[lives.homes.name_origin][lives.placed.home]] = CLASSES.index("origin")
    group[lives.people.age < YOUNG_BEFORE] = CLASSES.index("young")
    group[lives.paths.is_mobile] = CLASSES.index("mobile")
    group[lives.paths.state == CARE] = CLASSES.index("looked_after")
    return group


def _quality(lives: Lives, child, agency, key) -> np.ndarray:
    group = record_class(lives)[child]
    own = (group == CLASSES.index("looked_after")) & (agency == AGENCY["social_care"])
    group[own] = CLASSES.index("looked_after_social_care")
    errors = lives.inputs.beliefs["record_errors"]
    shares = np.array([[errors[name][q] for q in QUALITIES[1:]] for name in CLASSES])
    worse = np.cumsum(shares[:, ::-1], axis=1)  # wrong; wrong or stale; any error
    luck = bits(lives.seed, "record.quality", key)
    quality = np.zeros(len(child), dtype=np.int8)
    for column in range(worse.shape[1]):
        quality += luck < threshold(worse[:, column])[group]
    return quality
