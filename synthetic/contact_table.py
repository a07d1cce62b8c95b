"""The contact table of a part from its packed words, and the practitioners who had them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa

from data.draws import below, bits, mix
from data.schema import AGENCIES, CONCERN_TYPES, SENSITIVE_AGENCIES
from synthetic.cells import CARE
from synthetic.columns import dates_column, table_of, words_column
from synthetic.lives import Lives
from synthetic.packed import CHILD_SHIFT, DAY_SHIFT, Contacts
from synthetic.parameters import load_inputs

SEASON_BITS = 7  # a season of 128 days: the child sees the same practitioner
SENSITIVE = [AGENCIES.index(name) for name in SENSITIVE_AGENCIES]


def contact_table(lives: Lives, contacts: Contacts) -> pa.Table:
    """The contact table of a part."""
    child, agency = contacts.child, contacts.agency
    low = contacts.packed.astype(np.uint32)
    concern = (low & np.uint32(15)).astype(np.int8)
    low >>= np.uint32(DAY_SHIFT)
    low &= np.uint32(0x7FF)
    day = low.view(np.int32)
    routine = concern == 0
    luck = _season_luck(lives, contacts)
    council = _where(lives, child, luck)
    short = agency.astype(np.int8)
    return table_of(
        "contact",
        child_id=child + lives.placed.child_id[0],
        agency=words_column(short, AGENCIES),
        area_code=words_column(council, lives.inputs.councils.codes),
        contacted_on=dates_column(day + np.int32(lives.calendar.first)),
        is_concern=~routine,
        concern_type=words_column(concern - np.int8(1), CONCERN_TYPES, empty=routine),
        is_sensitive=np.logical_or.reduce([short == code for code in SENSITIVE]),
        practitioner_id=_practitioner(luck, agency, council),
    )


def _season_luck(lives: Lives, contacts: Contacts) -> np.ndarray:
    """One word per child, agency and season of 128 days: where the child is seen, and by whom.

    The key is child, season and agency in one number, taken from the packed word by shifts.
    """
    key = contacts.packed >> np.uint64(DAY_SHIFT + SEASON_BITS)
    key <<= np.uint64(4)
    key |= contacts.agency.view(np.uint64)
    key += np.uint64(int(lives.placed.child_id[0]) << (CHILD_SHIFT - DAY_SHIFT - SEASON_BITS + 4))
    return bits(lives.seed, "contact.season", key)


def _where(lives: Lives, child: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """Council where each contact happened: home, or another of the region for some."""
    belief = lives.inputs.beliefs["moves"]["away_share"]
    share = np.full(len(lives.placed.child_id), belief["settled"])
    share[lives.paths.is_mobile] = belief["mobile"]
    share[lives.paths.state == CARE] = belief["looked_after"]
    council = lives.council[child]
    limit = (share * 2**32).astype(np.uint32)[child]
    away = np.flatnonzero(luck.astype(np.uint32) < limit)
    council[away] = _neighbour(council[away], mix(luck[away]))
    return council


@lru_cache(maxsize=1)
def _regions() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Councils in order of region; each council's region start and size in that order."""
    regions = np.array(load_inputs().councils.regions)
    order = np.argsort(regions, kind="stable")
    start = np.searchsorted(regions[order], regions, side="left")
    end = np.searchsorted(regions[order], regions, side="right")
    return order, start, end - start


def _neighbour(council: np.ndarray, words: np.ndarray) -> np.ndarray:
    order, start, size = _regions()
    return order[start[council] + below(words, size[council])]


@lru_cache(maxsize=1)
def _practitioners() -> tuple[np.ndarray, np.ndarray]:
    start, count = practitioner_table()
    if count.max() >= 2**14:
        raise ValueError(f"at most 16,383 practitioners per agency and council, got {count.max()}")
    return start.astype(np.uint32), count.astype(np.uint32)


def _practitioner(luck: np.ndarray, agency: np.ndarray, council: np.ndarray) -> np.ndarray:
    """One practitioner of the agency and council, the same for a child during a season.

    Counts stay below 2**14, so 18 bits of luck times a count fit 32 bits.
    """
    start, count = _practitioners()
    place = agency * start.shape[1]
    place += council
    number = (luck >> np.uint64(46)).astype(np.uint32)
    number *= count.take(place)
    number >>= np.uint32(18)
    number += start.take(place)
    return number.astype(np.int64)


def all_practitioners() -> pa.Table:
    """The practitioner table: all of England's, whatever the size of the world."""
    _, count = practitioner_table()
    n_agencies, n_councils = count.shape
    each = count.ravel()
    return table_of(
        "practitioner",
        practitioner_id=np.arange(each.sum()),
        agency=words_column(
            np.repeat(np.repeat(np.arange(n_agencies), n_councils), each), AGENCIES
        ),
        area_code=words_column(
            np.repeat(np.tile(np.arange(n_councils), n_agencies), each),
            load_inputs().councils.codes,
        ),
    )


def practitioner_table() -> tuple[np.ndarray, np.ndarray]:
    """First practitioner number and count for each agency and council (two matrices)."""
    inputs = load_inputs()
    per_1000 = np.array([inputs.beliefs["workforce"]["per_1000"][name] for name in AGENCIES])
    count = np.maximum(
        np.rint(per_1000[:, None] * inputs.councils.children[None, :] / 1000), 1
    ).astype(np.int64)
    start = (np.cumsum(count.ravel()) - count.ravel()).reshape(count.shape)
    return start, count
