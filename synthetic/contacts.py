"""Contacts of agencies with children: incidents, casework and everyday background."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from data.draws import again, bits, threshold_32
from data.schema import NEED_TIERS
from synthetic.casework import add_casework
from synthetic.fit import fit_england
from synthetic.incidents import add_incidents, concern_types, thirds
from synthetic.lives import Lives
from synthetic.packed import (
    AGENCY,
    GRAIN,
    Contacts,
    Rows,
    count_table,
    drop_before,
    repeated,
    unpack,
)
from synthetic.parameters import load_inputs

BACKGROUND = ("primary_care", "hospital", "school", "sensitive_health", "police")


def make_contacts(lives: Lives) -> Contacts:
    """Contacts of the part, in order; none before birth, none of unknown children."""
    rows = Rows(lives.calendar)
    _background(lives, rows)
    add_incidents(lives, rows)
    add_casework(lives, rows)
    return unpack(drop_before(rows.sorted(), _first_days(lives)))


def _first_days(lives: Lives) -> np.ndarray:
    """The first day on which each child may have a contact; 0 for most, never for unknown."""
    first = np.maximum(lives.calendar.born_day(lives.people.born).astype(np.int64), 0)
    first[lives.paths.is_unknown] = lives.calendar.length
    return first


@lru_cache(maxsize=4)
def _background_tables(years: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Per agency: counts by (band, tier, frailty) class, and the share of concerns by class."""
    belief = load_inputs().beliefs["background"]
    tables = {}
    for agency in BACKGROUND:
        rate = np.array(belief["per_year"][agency])
        if agency == "hospital":
            rate = rate / rate[0] * fit_england().hospital_0_4
            rate[2:] = belief["per_year"][agency][2:]
        classes = (
            rate[:, None, None]
            * np.array(belief["by_tier"][agency])[None, :, None]
            * np.array(belief["frailty"])[None, None, :]
        )
        concern = np.broadcast_to(np.array(belief["concern"][agency])[None, :, None], classes.shape)
        tables[agency] = count_table(classes.ravel() * years), concern.ravel()
    return tables


def _background(lives: Lives, rows: Rows) -> None:
    """Independent contacts of everyday life; a share of them records a concern."""
    years = lives.calendar.length / lives.calendar.period_days
    band = lives.band
    place = (band * len(NEED_TIERS) + lives.paths.tier) * 3 + thirds(lives, "background.frailty")
    length = np.uint64(lives.calendar.length)
    for agency, (table, concern_share) in _background_tables(years).items():
        words = bits(lives.seed, f"background.{agency}", lives.placed.child_id)
        counts = table.ravel()[place * GRAIN + (words >> np.uint64(52)).view(np.int64)]
        if agency == "school":
            counts = counts * lives.paths.is_pupil
        who, fresh = repeated(words, counts)
        day = ((fresh >> np.uint64(32)) * length >> np.uint64(32)).astype(np.int64)
        limits = threshold_32(concern_share)[place]
        concern = np.zeros(len(who), dtype=np.uint8)
        found = np.flatnonzero(fresh.astype(np.uint32) < limits[who])
        concern[found] = concern_types(band[who[found]], again(fresh[found], 9))
        rows.add(who, day, AGENCY[agency], concern)
