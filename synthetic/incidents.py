"""Incidents: something happens, and several agencies record a concern within days."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from data.draws import again, below, bits, threshold, uniform
from data.schema import CONCERN_TYPES, NEED_TIERS
from synthetic.lives import Lives
from synthetic.packed import AGENCY, CONCERN, GRAIN, Rows, count_table, repeated
from synthetic.parameters import by_word, load_inputs


def add_incidents(lives: Lives, rows: Rows) -> None:
    """Contacts of all incidents: of one child, and of a home with all its children."""
    _incidents(lives, rows)
    _home_incidents(lives, rows)


def thirds(lives: Lives, stream: str) -> np.ndarray:
    """Which third of frailty each child belongs to, 0 to 2."""
    return below(bits(lives.seed, stream, lives.placed.child_id), 3)


@lru_cache(maxsize=1)
def _type_table() -> np.ndarray:
    """Concern type by age band and step: row i, column j is the type at quantile j / 4096."""
    types = load_inputs().beliefs["incidents"]["types"]
    share = np.array([types[name] for name in CONCERN_TYPES])
    edges = np.cumsum(share / share.sum(axis=0), axis=0).T
    quantiles = (np.arange(GRAIN) + 0.5) / GRAIN
    picks = [np.searchsorted(edge[:-1], quantiles, side="right") for edge in edges]
    return (np.stack(picks) + 1).astype(np.uint8)


def concern_types(band: np.ndarray, words: np.ndarray) -> np.ndarray:
    """A concern type for each age band and word."""
    return _type_table()[band, words >> np.uint64(52)]


def _touch(lives: Lives, rows: Rows, child, day, kind, words) -> None:
    """Let the agencies that an incident touches record it, within days, once or twice."""
    belief = lives.inputs.beliefs["incidents"]
    touched = belief["touched"]
    days, second = belief["first_days"], threshold(belief["second_contact_share"])
    for agency, code in AGENCY.items():
        chance = threshold([0.0] + [touched[t].get(agency, 0.0) for t in CONCERN_TYPES])
        if not chance.any():
            continue
        luck = again(words, code + 1)
        hit = luck < chance[kind]
        if agency == "school":
            hit &= lives.paths.is_pupil[child]
        here = np.flatnonzero(hit)
        fresh = again(luck[here], 1)
        when = day[here] + below(fresh, days)
        rows.add(child[here], when, code, kind[here])
        more = np.flatnonzero(again(fresh, 1) < second)
        later = when[more] + 1 + below(again(fresh[more], 2), 3 * days)
        rows.add(child[here[more]], later, code, kind[here[more]])


@lru_cache(maxsize=4)
def _incident_table(years: float) -> np.ndarray:
    """Incidents by (band, tier, frailty) class and step."""
    belief = load_inputs().beliefs["incidents"]
    rate = (
        np.array(belief["by_age"])[:, None, None]
        * by_word(belief["per_year"], NEED_TIERS)[None, :, None]
        * np.array(belief["frailty"])[None, None, :]
    )
    return count_table(rate.ravel() * years)


def _incidents(lives: Lives, rows: Rows) -> None:
    """Incidents of one child, more often the greater its need."""
    years = lives.calendar.length / lives.calendar.period_days
    band = lives.band
    place = (band * len(NEED_TIERS) + lives.paths.tier) * 3 + thirds(lives, "incident.frailty")
    words = bits(lives.seed, "incident", lives.placed.child_id)
    table = _incident_table(years)
    who, fresh = repeated(words, table[place, words >> np.uint64(52)])
    day = below(fresh, lives.calendar.length)
    _touch(lives, rows, who, day, concern_types(band[who], again(fresh, 1)), fresh)


def _home_incidents(lives: Lives, rows: Rows) -> None:
    """Domestic abuse at a home: one incident, and every child of the household is recorded."""
    belief = lives.inputs.beliefs["incidents"]
    years = lives.calendar.length / lives.calendar.period_days
    steps = np.linspace(1, 0, 10)
    odds = belief["household_odds_by_decile"] ** steps
    rate = belief["household_per_year"] * years * odds / odds.mean()
    ids = lives.placed.household_id
    luck = uniform(lives.seed, "home.incident", ids)
    hit = luck < 1 - np.exp(-rate[lives.homes.decile - 1])
    child = np.flatnonzero(hit[lives.placed.home])
    home = lives.placed.home[child]
    words = bits(lives.seed, "home.incident.day", ids)[home]
    day = below(words, lives.calendar.length)
    kind = np.full(len(child), CONCERN["domestic_abuse"], dtype=np.uint8)
    _touch(lives, rows, child, day, kind, words)
