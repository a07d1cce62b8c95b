"""Which agency holds a record of which child, and how well the record describes the child.

Named processes spoil records: *variant* (nickname, other spelling, swapped birth date),
*stale* (an earlier address), *wrong* (another child's details, a mistyped name). Their rates
differ by class of child, worst for children looked after; origins of names matter too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from data.draws import bits, lanes, threshold_32
from data.schema import AGENCIES, QUALITIES
from synthetic.cells import CARE
from synthetic.lives import Lives
from synthetic.packed import AGENCY, Contacts
from synthetic.parameters import AGES, by_word
from synthetic.people import name_origins

CLASSES = ("settled", "young", "origin", "mobile", "looked_after", "looked_after_social_care")
YOUNG_BEFORE = 2  # ages 0 and 1: records made at birth on the national demographics service
VARIED_ORIGINS = ("arabic", "east_european", "iberian", "south_asian", "turkish", "west_african")


def make_registrations(lives: Lives, contacts: Contacts) -> dict[str, np.ndarray]:
    """Columns child (local number), agency, quality, has_identifier; one row per record."""
    held = np.zeros((len(lives.placed.child_id), 16), dtype=bool)  # 16 keeps places a shift
    held.reshape(-1)[contacts.child * 16 + contacts.agency] = True
    held[:, AGENCY["school"]] |= lives.paths.is_pupil
    paths = lives.paths
    held[:, AGENCY["social_care"]] |= (paths.state > 0) | paths.was_referred
    belief = lives.inputs.beliefs["records"]
    reached = (np.arange(AGES) + 1) / AGES
    for pair in batched(belief["held_share"].items(), 2):  # two agencies share one word
        stream = "held." + ".".join(agency for agency, _ in pair)
        luck = lanes(bits(lives.seed, stream, lives.placed.child_id))
        for (agency, share), half in zip(pair, luck, strict=True):
            limit = threshold_32(share * reached ** belief["held_curve"][agency])
            held[:, AGENCY[agency]] |= half < limit[lives.people.age]
    held[paths.is_unknown] = False

    places = np.flatnonzero(held)
    child, agency = places >> 4, places & 15
    luck = lanes(bits(lives.seed, "record", places + lives.placed.child_id[0] * 16))
    identified = threshold_32(by_word(lives.inputs.beliefs["identifier"]["has_share"], AGENCIES))
    return {
        "child": child,
        "agency": agency.astype(np.int8),
        "quality": _quality(lives, child, agency, luck[0]),
        "has_identifier": luck[1] < identified[agency],
    }


def batched(items: Iterable, n: int) -> Iterator[tuple]:
    """``items`` in tuples of ``n`` (itertools has it from Python 3.12)."""
    rest = iter(items)
    while batch := tuple(islice(rest, n)):
        yield batch


def record_class(lives: Lives) -> np.ndarray:
    """Class of child by which its records are spoilt, an index into CLASSES."""
    origins = name_origins(lives.inputs.beliefs)
    varied = np.array([origin in VARIED_ORIGINS for origin in origins])
    group = np.zeros(len(lives.placed.child_id), dtype=np.int8)
    group[varied[lives.homes.name_origin][lives.placed.home]] = CLASSES.index("origin")
    group[lives.people.age < YOUNG_BEFORE] = CLASSES.index("young")
    group[lives.paths.is_mobile] = CLASSES.index("mobile")
    group[lives.paths.state == CARE] = CLASSES.index("looked_after")
    return group


def _quality(lives: Lives, child, agency, luck) -> np.ndarray:
    errors = lives.inputs.beliefs["record_errors"]
    shares = np.array([[errors[name][q] for q in QUALITIES[1:]] for name in CLASSES])
    worse = threshold_32(np.cumsum(shares[:, ::-1], axis=1))  # wrong; wrong or stale; any error
    group = record_class(lives)
    quality = np.zeros(len(child), dtype=np.int8)
    spoilt = np.flatnonzero(luck < worse[:, -1][group][child])  # most records have no error
    of, luck_of = group[child[spoilt]], luck[spoilt]
    quality[spoilt] = sum((luck_of < limit[of]).astype(np.int8) for limit in worse.T)
    # Social care's own records of looked-after children are the hardest: judge them again.
    hard = np.flatnonzero(agency == AGENCY["social_care"])
    hard = hard[group[child[hard]] == CLASSES.index("looked_after")]
    own = worse[CLASSES.index("looked_after_social_care")]
    quality[hard] = (luck[hard, None] < own[None, :]).sum(axis=1)
    return quality
